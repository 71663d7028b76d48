import type { Ranker } from '../ranker';
import { windowWeights } from '../weights';

/** All that ever happened in the cell: plain, and at monthly horizons hard to beat. */
export const countAll: Ranker = {
  id: 'count_all',
  methodVersion: 1,
  complexity: 0,
  defaults: {},
  candidates: [],
  score: 'sum',
  parts: (_, { historySteps }) => [
    {
      name: 'all_history',
      of: 'ranked',
      clock: 'steps',
      weights: windowWeights(historySteps),
      kernel: null,
      factor: 1,
    },
  ],
};
