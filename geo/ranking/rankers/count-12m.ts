import type { Ranker } from '../ranker';
import { windowWeights } from '../weights';

/** What happened in the cell in the last 12 months: every season once. */
export const count12m: Ranker = {
  id: 'count_12m',
  methodVersion: 1,
  complexity: 1,
  defaults: { months: 12 },
  candidates: [],
  score: 'sum',
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
