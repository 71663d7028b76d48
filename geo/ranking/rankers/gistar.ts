import type { Ranker } from '../ranker';
import { windowWeights } from '../weights';

/** Gi* z-score of the last 12 months: how far a cell and its neighbours together depart from chance. */
export const gistar: Ranker = {
  id: 'gistar',
  methodVersion: 1,
  complexity: 3,
  defaults: { months: 12 },
  candidates: [],
  score: 'gistar',
  parts: (_, { stepsAYear }) => [
    {
      name: 'last_12_months',
      of: 'ranked',
      clock: 'steps',
      weights: windowWeights(stepsAYear),
      kernel: null,
      factor: 1,
    },
  ],
};
