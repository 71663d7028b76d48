import { sql } from 'kysely';
import type { Ranker } from './ranker';

/** All that ever happened in the cell: plain, and at monthly horizons hard to beat. */
export const countAll: Ranker = {
  id: 'count_all',
  methodVersion: 1,
  parameters: {},
  months: null,
  measure: sql`sum(count)`,
  score: sql`measure`,
};
