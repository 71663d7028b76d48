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

  const spreads = spreadByDegree(n, standardDeviation, offsets);
  let first = 0;
  for (let cell = 0; cell < n; cell++) {
    const last = offsets[cell + 1]!;
    let sum = 0;
    for (let k = first; k < last; k++) sum += values[indices[k]!]!;
    const degree = last - first;
    const spread = spreads[degree]!;
    scores[cell] = spread === 0 ? 0 : (sum - mean * degree) / spread;
    first = last;
  }
  return scores;
}

/** Standard deviation of a sum over each number of neighbours that occurs: few do, and roots are slow. */
function spreadByDegree(n: number, deviation: number, offsets: Uint32Array): Float64Array {
  let most = 0;
  for (let cell = 0; cell < n; cell++) most = Math.max(most, offsets[cell + 1]! - offsets[cell]!);
  return Float64Array.from(
    { length: most + 1 },
    (_, degree) => deviation * Math.sqrt((n * degree - degree ** 2) / (n - 1)),
  );
}

/** Population mean and standard deviation, about the mean: the sum of squares alone would cancel. */
function moments(values: Float64Array): { mean: number; standardDeviation: number } {
  const n = values.length;
  // A constant 0.1 has a mean that is not quite 0.1: rounding is not spread.
  if (isConstant(values)) return { mean: values[0]!, standardDeviation: 0 };
  let sum = 0;
  for (let cell = 0; cell < n; cell++) sum += values[cell]!;
  const mean = sum / n;
  let squares = 0;
  for (let cell = 0; cell < n; cell++) {
    const departure = values[cell]! - mean;
    squares += departure * departure;
  }
  return { mean, standardDeviation: Math.sqrt(squares / n) };
}

function isConstant(values: Float64Array): boolean {
  let cell = 1;
  while (cell < values.length && values[cell] === values[0]) cell++;
  return cell === values.length;
}
