import type { Neighbours } from '../grid/neighbours';
import { benjaminiHochberg } from '../stats/benjamini-hochberg';
import { type EmergingHotspot, emergingHotspot } from '../stats/emerging-hotspots';
import { localGiStar } from '../stats/getis-ord';
import { twoSidedP } from '../stats/normal';
import { type History, weightedSums } from './history';

/** Of the cells called significant in a step, so many in a hundred may be chance. */
const SIGNIFICANT_Q = 0.05;

/** Gi* of one step's counts over the whole field, and where it is significant after correction for the number of cells. */
export type StepScores = {
  readonly z: Float64Array;
  readonly isSignificant: Uint8Array;
};

/** The steps of a cell's trend, and what becomes of them. */
export type CellTrend = {
  /** Gi* of each step's counts, oldest first. */
  readonly z: readonly number[];
  readonly trend: EmergingHotspot;
};

/**
 * Gi* of each of the last steps before `origin`, oldest first; fewer where history is shorter. What was not known at `origin`
 * is left out. One by one, so that whoever computes them all can pause between.
 *
 * @param origin the step before which all was known.
 */
export function* stepScores(
  history: History,
  neighbours: Neighbours,
  { origin, steps }: { origin: number; steps: number },
): Generator<StepScores> {
  for (let step = Math.max(0, origin - steps); step < origin; step++) {
    const counts = weightedSums(history, origin, only(origin - 1 - step), 'count');
    const z =
      history.places < 2 ? new Float64Array(history.places) : localGiStar(counts, neighbours);
    const q = benjaminiHochberg(z.map(twoSidedP));
    yield { z, isSignificant: Uint8Array.from(q, (value) => (value < SIGNIFICANT_Q ? 1 : 0)) };
  }
}

/** How one cell came to be hot or cold: the class of emerging hotspots that its steps make. */
export function cellTrend(scores: readonly StepScores[], place: number): CellTrend {
  const z = scores.map((step) => step.z[place]!);
  const isSignificant = scores.map((step) => step.isSignificant[place]!);
  return { z, trend: emergingHotspot(Float64Array.from(z), isSignificant) };
}

/**
 * The class of each cell; none where no step is significant, and everywhere where there are too few steps to tell.
 *
 * @returns one a place, such as `persistent-hot`, or `none`.
 */
export function trendClasses(scores: readonly StepScores[], places: number): string[] {
  return Array.from({ length: places }, (_, place) => {
    if (!scores.some(({ isSignificant }) => isSignificant[place] === 1)) return 'none';
    const { trend } = cellTrend(scores, place);
    return trend.ok ? trend.class : 'none';
  });
}

/** Weights that count one age only. */
function only(age: number): number[] {
  return Array.from({ length: age + 1 }, (_, each) => (each === age ? 1 : 0));
}
