import { sql } from 'kysely';
import { type Ranker, RECENT_MONTHS } from './ranker';

/** What happened in the cell in the last 12 months: every season once. */
export const count12m: Ranker = {
  id: 'count_12m',
  methodVersion: 1,
  parameters: { months: RECENT_MONTHS },
  months: RECENT_MONTHS,
  measure: sql`sum(count)`,
  score: sql`measure`,
};
