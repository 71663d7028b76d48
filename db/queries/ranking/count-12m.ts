import { sql } from 'kysely';
import type { Ranker } from './ranker';

/** What happened in the cell in the last 12 months: every season once. */
export const count12m: Ranker = {
  id: 'count_12m',
  methodVersion: 1,
  parameters: { months: 12 },
  ranked: () => sql`
    SELECT i, j, count::float8 AS score, count, harm, last_month, z, q FROM local`,
};
