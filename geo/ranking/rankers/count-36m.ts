import type { Ranker } from '../ranker';
import { windowWeights } from '../weights';

/** What happened in the cell in the last three years: every season three times. */
export const count36m: Ranker = {
  id: 'count_36m',
  methodVersion: 1,
  complexity: 1,
  defaults: { months: 36 },
  candidates: [],
  score: 'sum',
  parts: (_, { stepsAYear }) => [
    {
      name: 'last_36_months',
      of: 'ranked',
      clock: 'steps',
      weights: windowWeights(3 * stepsAYear),
      kernel: null,
      factor: 1,
    },
  ],
};
