import { randomStream } from '../random/random-stream';
import { type DistanceMetric, type NearPairs, nearPairs } from './near-pairs';

/** From `from` up to but not including `to`; both 0 is the band of exactly 0. */
export type Band = { readonly from: number; readonly to: number };

export type KnoxOptions = {
  /** Ascending limits in metres: k + 1 of them make k bands. The last may be Infinity; then all pairs are kept. */
  readonly distanceLimitsMetres: readonly number[];
  /** Ascending limits in days, likewise. */
  readonly timeLimitsDays: readonly number[];
  /** Pairs at one coordinate in a band of their own, before the others. */
  readonly hasSameLocationBand: boolean;
  readonly metric: DistanceMetric;
  /** Shuffles of the times; 999 by default, which makes 0.001 the least p. */
  readonly permutations?: number;
  readonly seed: number;
};

type KnoxCell = {
  /** Pairs of incidents this far apart in place and time. */
  readonly observed: number;
  /** Mean over the permutations. */
  readonly expected: number;
  /** Observed by expected; null where nothing was expected. */
  readonly ratio: number | null;
  /** One-sided: share of the permutations (the observed times counted as one) with as many pairs or more. */
  readonly p: number;
};

export type KnoxTable = {
  readonly distanceBands: readonly Band[];
  readonly timeBands: readonly Band[];
  /** A row a distance band, a column a time band. */
  readonly rows: readonly (readonly KnoxCell[])[];
};

const DEFAULT_PERMUTATIONS = 999;

/**
 * Near repeats: do incidents that are close in place come closer in time than chance would bring them?
 *
 * Pairs within reach are found once; then the times are dealt out anew over the places, time after time.
 *
 * @param x easting in metres, y northing likewise, times in days from any day: n finite numbers each.
 * @returns a table with zeros, ratio null and p 1 for fewer than two incidents. The same for the same seed.
 * @throws {RangeError} if the lengths differ, a number is not finite, limits do not ascend, or there are more than 255
 *   distance bands.
 * @see Knox & Bartlett (1964), doi:10.2307/2985220; Townsley, Homel & Chaseling (2003), doi:10.1093/bjc/43.3.615
 */
export function knoxTable(
  { x, y, times }: { x: Float64Array; y: Float64Array; times: Float64Array },
  options: KnoxOptions,
): KnoxTable {
  const distanceBands = distanceBandsOf(options);
  const timeBands = bandsBetween(options.timeLimitsDays);
  if (times.length !== x.length)
    throw new RangeError(`${times.length} times for ${x.length} points`);
  if (!times.every(Number.isFinite)) throw new RangeError('a time is not a finite number');
  const pairs = nearPairs(x, y, {
    reachMetres: distanceBands.at(-1)!.to,
    metric: options.metric,
    bandOf: (metres) => bandOf(distanceBands, metres),
  });
  const limits = Float64Array.from(options.timeLimitsDays);
  const size = distanceBands.length * timeBands.length;
  const observed = countPairs(pairs, times, limits, new Uint32Array(size));
  const chance = permuteTimes(pairs, times, limits, observed, options);
  const cellAt = (cell: number): KnoxCell => ({
    observed: observed[cell]!,
    expected: chance.expected[cell]!,
    ratio: chance.expected[cell]! > 0 ? observed[cell]! / chance.expected[cell]! : null,
    p: chance.p[cell]!,
  });
  return {
    distanceBands,
    timeBands,
    rows: distanceBands.map((_, row) =>
      timeBands.map((_, column) => cellAt(row * timeBands.length + column)),
    ),
  };
}

function permuteTimes(
  pairs: NearPairs,
  times: Float64Array,
  limits: Float64Array,
  observed: Uint32Array,
  { permutations = DEFAULT_PERMUTATIONS, seed }: KnoxOptions,
): { expected: Float64Array; p: Float64Array } {
  if (!(Number.isInteger(permutations) && permutations > 0))
    throw new RangeError(`permutations must be a positive whole number, got ${permutations}`);
  const random = randomStream(seed, 'near repeat');
  const shuffled = times.slice();
  const counts = new Uint32Array(observed.length);
  const totals = new Float64Array(observed.length);
  const asMany = new Uint32Array(observed.length);
  for (let permutation = 0; permutation < permutations; permutation++) {
    shuffle(shuffled, random);
    countPairs(pairs, shuffled, limits, counts.fill(0));
    for (let cell = 0; cell < counts.length; cell++) {
      totals[cell]! += counts[cell]!;
      if (counts[cell]! >= observed[cell]!) asMany[cell]!++;
    }
  }
  return {
    expected: totals.map((total) => total / permutations),
    p: Float64Array.from(asMany, (count) => (count + 1) / (permutations + 1)),
  };
}

/** Adds the pairs to `counts`, a row a distance band; pairs outside the time limits are left out. */
function countPairs(
  { first, second, bands }: NearPairs,
  times: Float64Array,
  limits: Float64Array,
  counts: Uint32Array,
): Uint32Array {
  const columns = limits.length - 1;
  const earliest = limits[0]!;
  const latest = limits[columns]!;
  for (let pair = 0; pair < first.length; pair++) {
    const days = Math.abs(times[first[pair]!]! - times[second[pair]!]!);
    if (days >= latest || days < earliest) continue;
    let column = 0;
    while (days >= limits[column + 1]!) column++;
    counts[bands[pair]! * columns + column]!++;
  }
  return counts;
}

function shuffle(values: Float64Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = (random() * (last + 1)) >>> 0;
    const value = values[chosen]!;
    values[chosen] = values[last]!;
    values[last] = value;
  }
}

function distanceBandsOf({ distanceLimitsMetres, hasSameLocationBand }: KnoxOptions): Band[] {
  const bands = bandsBetween(distanceLimitsMetres);
  if (distanceLimitsMetres[0] !== 0) throw new RangeError('distance limits must begin at 0');
  if (hasSameLocationBand) bands.unshift({ from: 0, to: 0 });
  if (bands.length > 255) throw new RangeError(`${bands.length} distance bands`);
  return bands;
}

function bandsBetween(limits: readonly number[]): Band[] {
  const bands = limits.slice(1).map((to, index) => ({ from: limits[index]!, to }));
  if (bands.length === 0 || !bands.every(({ from, to }) => from >= 0 && from < to))
    throw new RangeError(`limits must ascend from 0 or above: ${limits.join(', ')}`);
  return bands;
}

function bandOf(bands: readonly Band[], metres: number): number {
  let band = 0;
  // Only 0 itself is in the band from 0 to 0.
  while (metres >= bands[band]!.to && (metres > 0 || bands[band]!.to > 0)) band++;
  return band;
}
