import { parameterOf, type Ranker } from '../ranker';
import { seasonalWeights } from '../weights';

/** What the cell had in the same month of past years, shrunk to its mean month of the last three. */
export const seasonal: Ranker = {
  id: 'seasonal',
  methodVersion: 1,
  complexity: 2,
  defaults: { priorYears: 3 },
  candidates: [1, 3, 10].map((priorYears) => ({ priorYears })),
  score: 'sum',
  parts: (parameters, { stepsAYear, historySteps }) => [
    {
      name: 'season',
      of: 'ranked',
      clock: 'steps',
      weights: seasonalWeights({
        stepsAYear,
        steps: historySteps,
        priorYears: parameterOf(parameters, 'priorYears'),
        spanSteps: stepsAYear === 52 ? 2 : 0,
      }),
      kernel: null,
      factor: 1,
    },
  ],
};
