import type { Neighbours } from '../grid/neighbours';
import { benjaminiHochberg } from '../stats/benjamini-hochberg';
import { type EmergingHotspot, emergingHotspot } from '../stats/emerging-hotspots';
import { localGiStar } from '../stats/getis-ord';
import { twoSidedP } from '../stats/normal';
import { type History, weightedSums } from './history';

/** Of the cells called significant in a step, so many in a hundred may be chance. */
const SIGNIFICANT_Q = 0.05;

/** The steps of a cell's trend, and what becomes of them. */
export type CellTrend = {
  /** Gi* of each step's counts, oldest first. */
  readonly z: readonly number[];
  readonly trend: EmergingHotspot;
};

/**
 * How one cell came to be hot or cold: Gi* of each of the last steps over the whole field, corrected for the number of
 * cells, and the class of emerging hotspots that they make.
 *
 * @param origin the step before which all was known.
 * @param steps how many are looked at; fewer where history is shorter.
 */
export function cellTrend(
  history: History,
  neighbours: Neighbours,
  { place, origin, steps }: { place: number; origin: number; steps: number },
): CellTrend {
  const first = Math.max(0, origin - steps);
  const z: number[] = [];
  const isSignificant: number[] = [];
  for (let step = first; step < origin; step++) {
    // What was known when the ranked month began, of this step alone.
    const counts = weightedSums(history, origin, only(origin - 1 - step), 'count');
    const scores =
      history.places < 2 ? new Float64Array(history.places) : localGiStar(counts, neighbours);
    const q = benjaminiHochberg(scores.map(twoSidedP));
    z.push(scores[place]!);
    isSignificant.push(q[place]! < SIGNIFICANT_Q ? 1 : 0);
  }
  return { z, trend: emergingHotspot(Float64Array.from(z), isSignificant) };
}

/** Weights that count one age only. */
function only(age: number): number[] {
  return Array.from({ length: age + 1 }, (_, each) => (each === age ? 1 : 0));
}
