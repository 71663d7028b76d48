import { sql } from 'kysely';
import { factsBefore, type Ranker } from './ranker';

/** All that ever happened in the cell: plain, and at monthly horizons hard to beat. */
export const countAll: Ranker = {
  id: 'count_all',
  methodVersion: 1,
  parameters: {},
  scores: (scope) => sql`
    SELECT i, j, sum(count)::float8 AS score, max(month) AS last_month
    FROM cell_month WHERE ${factsBefore(scope)} GROUP BY i, j`,
};
