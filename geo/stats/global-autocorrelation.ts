import type { Neighbours } from '../grid/neighbours';

/** A statistic of the whole field, what chance alone would give, and how far it is from that in standard deviations. */
type GlobalStatistic = {
  readonly value: number;
  readonly expected: number;
  /** Null where all values are alike: nothing can be told. */
  readonly z: number | null;
};

export type GlobalAutocorrelation = {
  /** Moran's I, row-standardised: above its expectation where like lies beside like. */
  readonly moranI: GlobalStatistic;
  /** Geary's C, row-standardised: below 1 where like lies beside like; its z is positive then. */
  readonly gearyC: GlobalStatistic;
  /** Getis and Ord's G, binary weights: high where large values lie together. */
  readonly getisOrdG: GlobalStatistic;
};

/**
 * Whether values cluster at all, before anybody asks where: under randomisation, each arrangement of the values being as likely.
 *
 * @param values one a cell; for G they must not be negative.
 * @param neighbours rows as of `neighbours`; a cell in its own row is left out. Each needs one other, and relations go both ways.
 * @throws {RangeError} for fewer than four cells, rows that do not fit, a cell without neighbours.
 * @see Cliff & Ord (1981), Spatial Processes, ISBN 0850860814
 * @see Getis & Ord (1992), doi:10.1111/j.1538-4632.1992.tb00261.x
 */
export function globalAutocorrelation(
  values: Float64Array,
  { offsets, indices }: Neighbours,
): GlobalAutocorrelation {
  const n = values.length;
  if (n < 4) throw new RangeError(`global statistics need four cells, got ${n}`);
  if (offsets.length !== n + 1) throw new RangeError(`${offsets.length - 1} rows for ${n} cells`);
  const others = Array.from({ length: n }, (_, cell) =>
    indices.subarray(offsets[cell]!, offsets[cell + 1]!).filter((other) => other !== cell),
  );
  if (others.some(({ length }) => length === 0)) throw new RangeError('a cell has no neighbours');
  return {
    ...standardised(values, others),
    getisOrdG: getisOrdG(values, others),
  };
}

type Rows = readonly Uint32Array[];

/** S0, S1 and S2 of the weights: 1 each, or each row's sum 1. */
function weightSums(others: Rows, isStandardised: boolean): [number, number, number] {
  const weightOf = (cell: number) => (isStandardised ? 1 / others[cell]!.length : 1);
  const columns = new Float64Array(others.length);
  let [s0, s1] = [0, 0];
  others.forEach((row, cell) => {
    for (const other of row) {
      s0 += weightOf(cell);
      s1 += (weightOf(cell) + weightOf(other)) ** 2 / 2;
      columns[other] = columns[other]! + weightOf(cell);
    }
  });
  const s2 = others.reduce(
    (sum, row, cell) => sum + (row.length * weightOf(cell) + columns[cell]!) ** 2,
    0,
  );
  return [s0, s1, s2];
}

function standardised(
  values: Float64Array,
  others: Rows,
): Pick<GlobalAutocorrelation, 'moranI' | 'gearyC'> {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [squares, fourths, products, gaps] = [0, 0, 0, 0];
  values.forEach((value, cell) => {
    const deviation = value - mean;
    squares += deviation ** 2;
    fourths += deviation ** 4;
    const row = others[cell]!;
    for (const other of row) {
      products += (deviation * (values[other]! - mean)) / row.length;
      gaps += (value - values[other]!) ** 2 / row.length;
    }
  });
  const expected = -1 / (n - 1);
  if (squares <= 1e-24 * mean ** 2 * n || squares === 0)
    return { moranI: untold(expected, expected), gearyC: untold(1, 1) };
  const [s0, s1, s2] = weightSums(others, true);
  const kurtosis = (n * fourths) / squares ** 2;
  const of = { n, s0, s1, s2, kurtosis };
  const i = (n / s0) * (products / squares);
  const c = ((n - 1) / (2 * s0)) * (gaps / squares);
  return {
    moranI: { value: i, expected, z: (i - expected) / Math.sqrt(moranVariance(of)) },
    gearyC: { value: c, expected: 1, z: (1 - c) / Math.sqrt(gearyVariance(of)) },
  };
}

type Field = { n: number; s0: number; s1: number; s2: number; kurtosis: number };

function moranVariance({ n, s0, s1, s2, kurtosis }: Field): number {
  const all = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 ** 2);
  const peaked = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 ** 2);
  return (all - peaked) / ((n - 1) * (n - 2) * (n - 3) * s0 ** 2) - 1 / (n - 1) ** 2;
}

function gearyVariance({ n, s0, s1, s2, kurtosis }: Field): number {
  const sum =
    (n - 1) * s1 * (n * n - 3 * n + 3 - (n - 1) * kurtosis) -
    ((n - 1) * s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * kurtosis)) / 4 +
    s0 ** 2 * (n * n - 3 - (n - 1) ** 2 * kurtosis);
  return sum / (n * (n - 2) * (n - 3) * s0 ** 2);
}

function getisOrdG(values: Float64Array, others: Rows): GlobalStatistic {
  const n = values.length;
  const [s0, s1, s2] = weightSums(others, false);
  const expected = s0 / (n * (n - 1));
  const [m1, m2, m3, m4] = [1, 2, 3, 4].map((power) =>
    values.reduce((sum, value) => sum + value ** power, 0),
  ) as [number, number, number, number];
  let products = 0;
  values.forEach((value, cell) => {
    for (const other of others[cell]!) products += value * values[other]!;
  });
  const pairs = m1 ** 2 - m2;
  if (pairs <= 0 || n * m2 - m1 ** 2 <= 1e-12 * m1 ** 2) return untold(expected, expected);
  const b0 = (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 ** 2;
  const b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * s0 ** 2);
  const b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0 ** 2);
  const b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0 ** 2;
  const b4 = s1 - s2 + s0 ** 2;
  const secondMoment =
    (b0 * m2 ** 2 + b1 * m4 + b2 * m1 ** 2 * m2 + b3 * m1 * m3 + b4 * m1 ** 4) /
    (pairs ** 2 * n * (n - 1) * (n - 2) * (n - 3));
  const value = products / pairs;
  return { value, expected, z: (value - expected) / Math.sqrt(secondMoment - expected ** 2) };
}

function untold(value: number, expected: number): GlobalStatistic {
  return { value, expected, z: null };
}
