import { sql } from 'kysely';
import { type Ranker, RECENT_MONTHS } from './ranker';

/** Gi* z-score of the last 12 months: how far a cell and its neighbours together depart from chance. */
export const gistar: Ranker = {
  id: 'gistar',
  methodVersion: 1,
  parameters: { months: RECENT_MONTHS, weights: 'binary' },
  months: RECENT_MONTHS,
  measure: sql`sum(count)`,
  // Where z cannot be told nothing stands out.
  score: sql`coalesce(z, 0)`,
};
