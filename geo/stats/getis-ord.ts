import type { Neighbours } from '../grid/neighbours';

/**
 * Local Gi* z-scores with binary weights: how far each cell's neighbourhood sum departs from chance.
 *
 * @param values n finite counts or rates, one a cell.
 * @param neighbours n rows; each row must hold the cell itself (the star in Gi*).
 * @returns n unitless z-scores, about N(0, 1) under spatial randomness; all 0 if `values` is constant, and 0 for a
 *   cell whose neighbourhood is everything.
 * @throws {RangeError} if n < 2 or the row count is not n.
 * @see Ord & Getis (1995), Geographical Analysis 27(4), doi:10.1111/j.1538-4632.1995.tb00912.x
 */
export function localGiStar(
  values: Float64Array,
  { offsets, indices }: Neighbours,
): Float64Array<ArrayBuffer> {
  const n = values.length;
  if (n < 2) throw new RangeError(`Gi* needs at least 2 cells, got ${n}`);
  if (offsets.length !== n + 1)
    throw new RangeError(`${offsets.length - 1} neighbour rows for ${n} cells`);
  const { mean, standardDeviation } = moments(values);
  const scores = new Float64Array(n);
  if (standardDeviation === 0) return scores;

  for (let cell = 0; cell < n; cell++) {
    const first = offsets[cell]!;
    const last = offsets[cell + 1]!;
    let sum = 0;
    for (let k = first; k < last; k++) sum += values[indices[k]!]!;
    const degree = last - first;
    const spread = standardDeviation * Math.sqrt((n * degree - degree ** 2) / (n - 1));
    scores[cell] = spread === 0 ? 0 : (sum - mean * degree) / spread;
  }
  return scores;
}

/** Population mean and standard deviation, about the mean: the sum of squares alone would cancel. */
function moments(values: Float64Array): { mean: number; standardDeviation: number } {
  let sum = 0;
  let isConstant = true;
  for (const value of values) {
    sum += value;
    isConstant &&= value === values[0];
  }
  const mean = sum / values.length;
  // A constant 0.1 has a mean that is not quite 0.1: rounding is not spread.
  if (isConstant) return { mean, standardDeviation: 0 };
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, standardDeviation: Math.sqrt(squares / values.length) };
}
