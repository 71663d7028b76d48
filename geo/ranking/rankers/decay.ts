import { parameterOf, type Ranker } from '../ranker';
import { decayWeights } from '../weights';

/** All that ever happened in the cell, the older the less. */
export const decay: Ranker = {
  id: 'decay',
  methodVersion: 1,
  complexity: 2,
  defaults: { halfLifeMonths: 12 },
  candidates: [1, 3, 6, 12, 24].map((halfLifeMonths) => ({ halfLifeMonths })),
  score: 'sum',
  parts: (parameters, { stepsAYear, historySteps }) => [
    {
      name: 'recent',
      of: 'ranked',
      clock: 'steps',
      weights: decayWeights(
        (parameterOf(parameters, 'halfLifeMonths') * stepsAYear) / 12,
        historySteps,
      ),
      kernel: null,
      factor: 1,
    },
  ],
};
