import { quarticKernel } from '../kernel';
import { parameterOf, type Ranker } from '../ranker';
import { decayWeights } from '../weights';

/** Counts that fade with age, smoothed over the cells around by a quartic kernel; not corrected at the edge. */
export const kde: Ranker = {
  id: 'kde',
  methodVersion: 1,
  complexity: 3,
  defaults: { bandwidthMetres: 500, halfLifeMonths: 12 },
  candidates: [250, 500, 1000].flatMap((bandwidthMetres) =>
    [6, 12, 24].map((halfLifeMonths) => ({ bandwidthMetres, halfLifeMonths })),
  ),
  score: 'sum',
  parts: (parameters, { lattice, stepsAYear, historySteps }) => [
    {
      name: 'around',
      of: 'ranked',
      clock: 'steps',
      weights: decayWeights(
        (parameterOf(parameters, 'halfLifeMonths') * stepsAYear) / 12,
        historySteps,
      ),
      kernel: quarticKernel(lattice, parameterOf(parameters, 'bandwidthMetres')),
      factor: 1,
    },
  ],
};
