import { inverseKernel, KERNEL_UNIT, type Kernel, quarticKernel } from '../kernel';
import { type Part, parameterOf, type Ranker, type RankingContext } from '../ranker';
import {
  decayWeights,
  inverseWeekWeights,
  seasonalWeights,
  WEIGHT_UNIT,
  type Weights,
  windowWeights,
} from '../weights';

const RECENT_HALF_LIFE_MONTHS = 3;
const AROUND_HALF_LIFE_MONTHS = 12;
const PRIOR_YEARS = 3;
const NEAR_REPEAT_WEEKS = 4;
const NEAR_REPEAT_CELLS = 2;
/** At least so many cells, that there is something around the cell where cells are large. */
const AROUND_CELLS = 3;
const AROUND_METRES = 750;

/**
 * The incidents to expect: a cell's own rate, long and recent, its season, its surroundings, near repeats and other
 * kinds, each weighed by how well it told past months apart. Each part is a rate of its own, in incidents a step; the
 * parameters say how much of it counts.
 */
export const blend: Ranker = {
  id: 'blend',
  methodVersion: 1,
  complexity: 4,
  // Where nothing could be fitted: mostly the cell itself, shrunk a little to what lies around it.
  defaults: {
    all_history: 0.5,
    recent: 0.2,
    season: 0.1,
    around: 0.2,
    near_repeats: 0,
    all_kinds: 0,
  },
  // Not tried out but fitted: see fitBlend.
  candidates: [],
  score: 'sum',
  parts: (parameters, context) =>
    blendRates(context).map((rate) => ({
      ...rate,
      factor: rate.factor * parameterOf(parameters, rate.name),
    })),
};

/** The parts of a blend, each as a rate: incidents a step. */
export function blendRates({
  lattice,
  stepsAYear,
  historySteps,
  isPartOfAll,
}: RankingContext): Part[] {
  const months = (count: number) => (count * stepsAYear) / 12;
  const around = quarticKernel(lattice, Math.max(AROUND_METRES, AROUND_CELLS * lattice.sizeMetres));
  const fading = decayWeights(months(AROUND_HALF_LIFE_MONTHS), historySteps);
  const season = seasonalWeights({
    stepsAYear,
    steps: historySteps,
    priorYears: PRIOR_YEARS,
    spanSteps: stepsAYear === 52 ? 2 : 0,
  });
  const weeks = inverseWeekWeights(NEAR_REPEAT_WEEKS);
  const recent = decayWeights(months(RECENT_HALF_LIFE_MONTHS), historySteps);
  const ofRanked = { of: 'ranked', clock: 'steps', kernel: null } as const;
  return [
    asRate({ ...ofRanked, name: 'all_history', weights: windowWeights(historySteps) }),
    asRate({ ...ofRanked, name: 'recent', weights: recent }),
    // A rate already.
    { ...ofRanked, name: 'season', weights: season, factor: 1 },
    asRate({ ...ofRanked, name: 'around', weights: fading, kernel: around }),
    asRate(
      {
        name: 'near_repeats',
        of: 'ranked',
        clock: 'days',
        weights: weeks,
        kernel: inverseKernel(lattice, NEAR_REPEAT_CELLS),
      },
      365.25 / stepsAYear,
    ),
    ...(isPartOfAll
      ? [asRate({ ...ofRanked, of: 'all_kinds', name: 'all_kinds', weights: fading } as const)]
      : []),
  ];
}

/** @param agesAStep how many ages of the part's clock make a step. */
function asRate(part: Omit<Part, 'factor'>, agesAStep = 1): Part {
  const total = (sumOf(part.weights) / WEIGHT_UNIT) * carried(part.kernel);
  return { ...part, factor: total === 0 ? 0 : agesAStep / total };
}

function sumOf(weights: Weights): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function carried(kernel: Kernel | null): number {
  return kernel === null
    ? 1
    : kernel.steps.reduce((sum, { weight }) => sum + weight, 0) / KERNEL_UNIT;
}
