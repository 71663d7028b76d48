import { sql } from 'kysely';
import type { Ranker } from './ranker';

/** Gi* z-score of the last 12 months: how far a cell and its neighbours together depart from chance. */
export const gistar: Ranker = {
  id: 'gistar',
  methodVersion: 1,
  parameters: { months: 12, weights: 'binary' },
  // Where z cannot be told nothing stands out.
  ranked: () => sql`
    SELECT i, j, coalesce(z, 0) AS score, count, harm, last_month, z, q FROM local`,
};
