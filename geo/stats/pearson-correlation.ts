import { type Interval, NORMAL_97_5 } from './normal';

export type Correlation = {
  /** −1 to 1. */
  readonly r: number;
  /** 95 %, by Fisher's z; null for fewer than four pairs. */
  readonly interval: Interval | null;
};

/**
 * Pearson's correlation of two series, with its interval by Fisher's transformation: about right for pairs of normal values,
 * rough for a dozen months of counts.
 *
 * @param left n finite values; `right` likewise, in the same order.
 * @returns undefined where n < 2 or one of them is constant: there is none.
 * @throws {RangeError} for series of different length.
 * @see Fisher (1921), Metron 1:3–32
 */
export function pearsonCorrelation(
  left: Float64Array,
  right: Float64Array,
): Correlation | undefined {
  const n = left.length;
  if (right.length !== n) throw new RangeError(`${n} values for ${right.length}`);
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / n;
  const [leftMean, rightMean] = [meanOf(left), meanOf(right)];
  let [product, leftSquares, rightSquares] = [0, 0, 0];
  for (let index = 0; index < n; index++) {
    const a = left[index]! - leftMean;
    const b = right[index]! - rightMean;
    product += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  const spread = Math.sqrt(leftSquares) * Math.sqrt(rightSquares);
  if (n < 2 || !(spread > 0)) return undefined;
  const r = Math.max(-1, Math.min(1, product / spread));
  if (n < 4) return { r, interval: null };
  const reach = NORMAL_97_5 / Math.sqrt(n - 3);
  const z = Math.atanh(r);
  return { r, interval: { low: Math.tanh(z - reach), high: Math.tanh(z + reach) } };
}
