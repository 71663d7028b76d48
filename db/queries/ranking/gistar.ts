import { sql } from 'kysely';
import type { Ranker } from './ranker';

/** Gi* z-score of the last 12 months: how far a cell and its neighbours together depart from chance. */
export const gistar: Ranker = {
  id: 'gistar',
  methodVersion: 1,
  parameters: { months: 12, weights: 'binary' },
  scores: () => sql`
    SELECT i, j, z AS score, last_month FROM local LEFT JOIN recent USING (i, j) WHERE z IS NOT NULL`,
};
