import { inverseKernel } from '../kernel';
import { parameterOf, type Ranker } from '../ranker';
import { inverseWeekWeights } from '../weights';

/**
 * Incidents of the last weeks, the nearer in place and time the more: 1 / ((1 + cells away) (1 + weeks ago)).
 *
 * @see Bowers, Johnson & Pease (2004), doi:10.1093/bjc/azh036
 */
export const promap: Ranker = {
  id: 'promap',
  methodVersion: 1,
  complexity: 3,
  defaults: { reachCells: 8, weeks: 8 },
  candidates: [],
  score: 'sum',
  parts: (parameters, { lattice }) => [
    {
      name: 'near_repeats',
      of: 'ranked',
      clock: 'days',
      weights: inverseWeekWeights(parameterOf(parameters, 'weeks')),
      kernel: inverseKernel(lattice, parameterOf(parameters, 'reachCells')),
      factor: 1,
    },
  ],
};
