import { twoSidedP } from './normal';

export type Trend = 'up' | 'down' | 'none';

export type MannKendall = {
  /** Values that were there. */
  readonly n: number;
  /** Pairs that rise less pairs that fall. */
  readonly s: number;
  /** Variance of S where there is no trend, lessened by ties. */
  readonly variance: number;
  /** S by its standard deviation, moved one step towards 0 for its being a whole number. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  /** S by the number of pairs, -1 to 1. */
  readonly tau: number;
  readonly trend: Trend;
};

/**
 * Mann–Kendall test: does a series rise or fall, whatever the shape?
 *
 * @param series in the order of time; null and NaN are missing and dropped.
 * @param alpha a trend is one where p is below it.
 * @returns no trend, z = 0, p = 1 for fewer than two values and where all are equal.
 * @see Mann (1945), doi:10.2307/1907187; Kendall (1975), Rank Correlation Methods, ch. 4 for ties
 */
export function mannKendall(series: ArrayLike<number | null>, alpha = 0.05): MannKendall {
  const values = presentValues(series);
  const n = values.length;
  const pairs = (n * (n - 1)) / 2;
  const s = risesLessFalls(values);
  const variance = (pairs * 2 * (2 * n + 5) - tieTerm(values)) / 18;
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
  const p = twoSidedP(z);
  return { n, s, variance, z, p, tau: pairs > 0 ? s / pairs : 0, trend: trendOf(z, p < alpha) };
}

function trendOf(z: number, isSignificant: boolean): Trend {
  if (!isSignificant) return 'none';
  return z > 0 ? 'up' : 'down';
}

function presentValues(series: ArrayLike<number | null>): Float64Array {
  const values = new Float64Array(series.length);
  let n = 0;
  for (let step = 0; step < series.length; step++) {
    const value = series[step];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    values[n++] = value;
  }
  return values.subarray(0, n);
}

function risesLessFalls(values: Float64Array): number {
  let s = 0;
  for (let later = 1; later < values.length; later++) {
    const value = values[later]!;
    for (let earlier = 0; earlier < later; earlier++) {
      const past = values[earlier]!;
      if (value > past) s++;
      else if (value < past) s--;
    }
  }
  return s;
}

/** Sum of t(t − 1)(2t + 5) over the groups of t equal values. */
function tieTerm(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  let term = 0;
  let equal = 0;
  for (let rank = 0; rank < sorted.length; rank++) {
    equal = rank > 0 && sorted[rank] === sorted[rank - 1] ? equal + 1 : 1;
    const isLast = rank + 1 === sorted.length || sorted[rank + 1] !== sorted[rank];
    if (isLast) term += equal * (equal - 1) * (2 * equal + 5);
  }
  return term;
}
