/** A Poisson count and what it was counted over: months, or hours, or cells. */
export type PoissonCount = { readonly count: number; readonly exposure: number };

export type ETest = {
  /** Rate of the first over that of the second; null where the second is 0. */
  readonly rateRatio: number | null;
  /** (r1 − r2) / √(k1/n1² + k2/n2²), 0 where both counts are 0. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
};

/** Chances below this share of the largest are left out: together they are less than 1e-12. */
const NEGLIGIBLE = 1e-18;
/** Two statistics that differ by rounding only are equal. */
const ROUNDING = 1e-12;

/**
 * E-test: whether two Poisson rates are one, exact for small counts too.
 *
 * Under the common rate that both counts together suggest, the chance of a pair of counts whose standardised difference is at
 * least as large as the one seen. Closer to its nominal level, and so more powerful, than the conditional test.
 *
 * @param first k1 ≥ 0, a whole number, over n1 > 0; `second` likewise.
 * @throws {RangeError} for a count that is negative or no whole number, or an exposure that is not above 0.
 * @see Krishnamoorthy & Thomson (2004), Journal of Statistical Planning and Inference 119, doi:10.1016/S0378-3758(02)00408-1
 */
export function eTest(first: PoissonCount, second: PoissonCount): ETest {
  check(first);
  check(second);
  const rateRatio =
    second.count === 0 ? null : first.count / first.exposure / (second.count / second.exposure);
  const statistic = standardised(first.count, first.exposure, second.count, second.exposure);
  if (first.count + second.count === 0) return { rateRatio, statistic, p: 1 };
  const rate = (first.count + second.count) / (first.exposure + second.exposure);
  const p = chanceBeyond(Math.abs(statistic) - ROUNDING, rate, first.exposure, second.exposure);
  return { rateRatio, statistic, p };
}

function check({ count, exposure }: PoissonCount): void {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`a count cannot be ${count}`);
  if (!(exposure > 0 && Number.isFinite(exposure)))
    throw new RangeError(`an exposure must be above 0, got ${exposure}`);
}

function standardised(k1: number, n1: number, k2: number, n2: number): number {
  const variance = k1 / n1 ** 2 + k2 / n2 ** 2;
  return variance === 0 ? 0 : (k1 / n1 - k2 / n2) / Math.sqrt(variance);
}

/**
 * Chance of |statistic| ≥ `least`. The statistic falls as the second count grows and rises with the first, so that the counts
 * not beyond are a span whose ends only move up: one pass over both instead of one over all pairs.
 */
function chanceBeyond(least: number, rate: number, n1: number, n2: number): number {
  const first = poissonChances(rate * n1);
  const second = poissonChances(rate * n2);
  const below = cumulated(second.chances);
  const size = second.chances.length;
  let low = 0;
  let high = 0;
  let within = 0;
  first.chances.forEach((chance, index) => {
    const k1 = first.from + index;
    const at = (position: number) => standardised(k1, n1, second.from + position, n2);
    while (low < size && at(low) >= least) low++;
    high = Math.max(high, low);
    while (high < size && at(high) > -least) high++;
    within += chance * (below[high]! - below[low]!);
  });
  return Math.min(1, Math.max(0, 1 - within));
}

type Chances = { readonly from: number; readonly chances: Float64Array };

/** Chances of the counts that are not negligible, by recurrence from the mode outwards; they add up to 1. */
function poissonChances(mean: number): Chances {
  const mode = Math.floor(mean);
  const down: number[] = [];
  for (let k = mode, chance = 1; k > 0; k--) {
    chance *= k / mean;
    if (chance < NEGLIGIBLE) break;
    down.push(chance);
  }
  const up: number[] = [1];
  for (let k = mode + 1, chance = mean / k; chance >= NEGLIGIBLE; ) {
    up.push(chance);
    k++;
    chance *= mean / k;
  }
  const chances = Float64Array.from([...down.reverse(), ...up]);
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return { from: mode - down.length, chances: chances.map((chance) => chance / total) };
}

/** sums[i]: of the values before i. */
function cumulated(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = sums[index]! + value;
  });
  return sums;
}
