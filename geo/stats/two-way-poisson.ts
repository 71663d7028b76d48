/** Counts of units by months. */
export type Panel = {
  readonly units: number;
  readonly months: number;
  /** units × months, unit by unit. */
  readonly counts: Float64Array;
};

export type TwoWayFit = {
  /** units × months: what unit and month lead one to expect, also where nothing was used. */
  readonly expected: Float64Array<ArrayBuffer>;
  /** Variance of the sum of the expected counts where `chosen` is 1, for counts that vary by chance alone; NaN where it cannot be told. */
  readonly varianceOfSum: (chosen: Uint8Array) => number;
  /** Counts used, less what was fitted. */
  readonly degreesOfFreedom: number;
};

const MOST_ROUNDS = 5000;
const CLOSE_ENOUGH = 1e-11;

/**
 * Poisson regression with an effect of each unit and of each month: log μ = a(unit) + b(month), fitted by maximum likelihood to
 * the counts where `used` is 1. In this model the sums by unit and by month are met exactly, so that scaling to one and the
 * other in turn leads there.
 *
 * A unit or month without a used count above 0 expects 0.
 *
 * @throws {RangeError} where the arrays are not of the size that the panel says.
 * @see Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, ch. 3 (iterative proportional fitting)
 */
export function fitTwoWayPoisson(panel: Panel, used: Uint8Array): TwoWayFit {
  const { units, months, counts } = panel;
  if (counts.length !== units * months || used.length !== counts.length)
    throw new RangeError(`${counts.length} counts, ${used.length} marks for ${units} × ${months}`);
  const ofUnit = new Float64Array(units).fill(1);
  const ofMonth = new Float64Array(months).fill(1);
  const unitSums = sums(panel, used, 'unit');
  const monthSums = sums(panel, used, 'month');
  for (let round = 0, moved = 1; round < MOST_ROUNDS && moved > CLOSE_ENOUGH; round++) {
    moved = scale(
      ofUnit,
      unitSums,
      (unit, month) => weight(used, months, unit, month) * ofMonth[month]!,
      months,
    );
    scale(
      ofMonth,
      monthSums,
      (month, unit) => weight(used, months, unit, month) * ofUnit[unit]!,
      units,
    );
  }
  const expected = counts.map((_, at) => ofUnit[Math.floor(at / months)]! * ofMonth[at % months]!);
  const live = [...ofUnit, ...ofMonth].map((effect) => effect > 0);
  return {
    expected,
    varianceOfSum: (chosen) => varianceOfSum(panel, { used, expected, live }, chosen),
    degreesOfFreedom: countLive(panel, used, live) - live.filter(Boolean).length + 1,
  };
}

const weight = (used: Uint8Array, months: number, unit: number, month: number) =>
  used[unit * months + month]!;

function sums({ units, months, counts }: Panel, used: Uint8Array, by: 'unit' | 'month') {
  const total = new Float64Array(by === 'unit' ? units : months);
  counts.forEach((count, at) => {
    if (used[at]) total[by === 'unit' ? Math.floor(at / months) : at % months]! += count;
  });
  return total;
}

/** Makes each effect its sum over what the others expect of it. @returns the largest relative change. */
function scale(
  effects: Float64Array,
  wanted: Float64Array,
  expectedAt: (index: number, other: number) => number,
  others: number,
): number {
  let moved = 0;
  effects.forEach((before, index) => {
    let sum = 0;
    for (let other = 0; other < others; other++) sum += expectedAt(index, other);
    const effect = sum > 0 ? wanted[index]! / sum : 0;
    moved = Math.max(moved, Math.abs(effect - before) / Math.max(effect, before, Number.MIN_VALUE));
    effects[index] = effect;
  });
  return moved;
}

/** How many used counts lie where both unit and month expect something. */
function countLive({ units, months }: Panel, used: Uint8Array, live: readonly boolean[]): number {
  return used.reduce(
    (sum, use, at) =>
      sum + (use && live[Math.floor(at / months)] && live[units + (at % months)] ? 1 : 0),
    0,
  );
}

/** Delta method: c′ I⁻¹ c, with I the information of the used counts and c the gradient of the sum. */
function varianceOfSum(
  { units, months }: Panel,
  { used, expected, live }: { used: Uint8Array; expected: Float64Array; live: readonly boolean[] },
  chosen: Uint8Array,
): number {
  // One effect is free: a unit's grows as all months' fall. The last live month is taken for the measure.
  const kept = live.flatMap((isLive, index) => (isLive ? [index] : [])).slice(0, -1);
  const place = new Map(kept.map((effect, index) => [effect, index]));
  const size = kept.length;
  const information = Array.from({ length: size }, () => new Float64Array(size));
  const gradient = new Float64Array(size);
  expected.forEach((mean, at) => {
    const effects = [Math.floor(at / months), units + (at % months)].flatMap(
      (effect) => place.get(effect) ?? [],
    );
    for (const one of effects) {
      if (chosen[at]) gradient[one]! += mean;
      if (used[at]) for (const other of effects) information[one]![other]! += mean;
    }
  });
  return quadraticForm(information, gradient);
}

/** c′ A⁻¹ c of a symmetric positive definite A, by Cholesky: the length of L⁻¹ c squared. NaN where A is singular. */
function quadraticForm(matrix: readonly Float64Array[], vector: Float64Array): number {
  const lower: Float64Array[] = [];
  const solved = new Float64Array(vector.length);
  for (const [index, given] of matrix.entries()) {
    const row = new Float64Array(index + 1);
    for (const [column, left] of lower.entries())
      row[column] = (given[column]! - product(row, left, column)) / left[column]!;
    const rest = given[index]! - product(row, row, index);
    if (rest <= 1e-10 * given[index]!) return Number.NaN;
    row[index] = Math.sqrt(rest);
    lower.push(row);
    solved[index] = (vector[index]! - product(row, solved, index)) / row[index]!;
  }
  return product(solved, solved, solved.length);
}

function product(one: Float64Array, other: Float64Array, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += one[k]! * other[k]!;
  return sum;
}
