import { sql } from 'kysely';
import { factsBefore, type Ranker } from './ranker';

/** All that ever happened in the cell: plain, and at monthly horizons hard to beat. */
export const countAll: Ranker = {
  id: 'count_all',
  methodVersion: 1,
  parameters: {},
  ranked: (scope) => sql`
    SELECT i, j, coalesce(total, 0)::float8 AS score, count, harm, history.last_month, z, q
    FROM local LEFT JOIN (
      SELECT i, j, sum(count) AS total, max(month) AS last_month
      FROM ${factsBefore(scope)} GROUP BY i, j
    ) history USING (i, j)`,
};
