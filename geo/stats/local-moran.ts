import type { Neighbours } from '../grid/neighbours';
import { twoSidedP } from './normal';

/** The cell against the mean, then its neighbours' mean against it. */
type MoranQuadrant = 'high-high' | 'low-low' | 'low-high' | 'high-low' | 'none';

export type LocalMoran = {
  /** n unitless: above 0 among like, below 0 among unlike neighbours. */
  readonly statistics: Float64Array<ArrayBuffer>;
  /** n z-scores under conditional randomisation. */
  readonly scores: Float64Array<ArrayBuffer>;
  /** n two-sided chances of the scores. */
  readonly p: Float64Array<ArrayBuffer>;
  readonly quadrants: MoranQuadrant[];
};

/**
 * Local Moran's I: is a cell among neighbours like itself? Weights are the same for each neighbour and add up to 1.
 *
 * I = z·(mean of the neighbours' z) / m, m = Σz²/n, with z the departure from the mean; expectation −z²/(m(n − 1)) and
 * variance (z/m)²·n/(n − 2)·(1/k − 1/(n − 1))·(m − z²/(n − 1)) for k neighbours: as if the cell kept its value and all
 * others were dealt out anew, as {@link permutationP} does.
 *
 * @param values n finite counts or rates, one a cell.
 * @param neighbours n rows; that a row holds the cell itself, as those of Gi* do, does not count.
 * @returns I = 0, score 0, p = 1, quadrant none for a cell without neighbours and everywhere in a constant field. A
 *   value equal to the mean counts as low.
 * @throws {RangeError} if n < 3 or the row count is not n.
 * @see Anselin (1995), doi:10.1111/j.1538-4632.1995.tb00338.x; Sokal, Oden & Thomson (1998),
 *   doi:10.1111/j.1538-4632.1998.tb00406.x for the variance (A4)
 */
export function localMoran(values: Float64Array, { offsets, indices }: Neighbours): LocalMoran {
  const n = values.length;
  if (n < 3) throw new RangeError(`local Moran needs at least 3 cells, got ${n}`);
  if (offsets.length !== n + 1)
    throw new RangeError(`${offsets.length - 1} neighbour rows for ${n} cells`);
  const found: LocalMoran = {
    statistics: new Float64Array(n),
    scores: new Float64Array(n),
    p: new Float64Array(n).fill(1),
    quadrants: new Array<MoranQuadrant>(n).fill('none'),
  };
  const field = departures(values);
  if (!field) return found;

  for (let cell = 0; cell < n; cell++) {
    let sum = 0;
    let degree = 0;
    for (let k = offsets[cell]!; k < offsets[cell + 1]!; k++) {
      const neighbour = indices[k]!;
      if (neighbour === cell) continue;
      sum += field.departures[neighbour]!;
      degree++;
    }
    if (degree === 0) continue;
    const own = field.departures[cell]!;
    const statistic = (own * sum) / degree / field.variance;
    const score = scoreOf(statistic, own, degree, { n, variance: field.variance });
    found.statistics[cell] = statistic;
    found.scores[cell] = score;
    found.p[cell] = twoSidedP(score);
    found.quadrants[cell] = quadrantOf(own > 0, sum > 0);
  }
  return found;
}

/** A cell at the mean has I = 0 whoever its neighbours are: score 0. */
function scoreOf(
  statistic: number,
  own: number,
  degree: number,
  { n, variance }: { n: number; variance: number },
): number {
  const expectation = (-own * own) / (variance * (n - 1));
  const spread =
    (own / variance) ** 2 *
    (n / (n - 2)) *
    (1 / degree - 1 / (n - 1)) *
    (variance - own ** 2 / (n - 1));
  return spread > 0 ? (statistic - expectation) / Math.sqrt(spread) : 0;
}

function quadrantOf(isHigh: boolean, areNeighboursHigh: boolean): MoranQuadrant {
  if (isHigh) return areNeighboursHigh ? 'high-high' : 'high-low';
  return areNeighboursHigh ? 'low-high' : 'low-low';
}

/** Departures from the mean and their mean square; undefined in a constant field. */
function departures(values: Float64Array) {
  if (values.every((value) => value === values[0])) return undefined;
  const n = values.length;
  let total = 0;
  for (const value of values) total += value;
  const mean = total / n;
  const around = values.map((value) => value - mean);
  let squares = 0;
  for (const departure of around) squares += departure * departure;
  return { departures: around, variance: squares / n };
}
