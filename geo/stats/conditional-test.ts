import type { PoissonCount } from './e-test';

/**
 * C-test: whether two Poisson rates are one, given what both counts add up to. Exact, never above its nominal level, and steady where
 * one exposure is many times the other, as for one month against two years.
 *
 * @param first k1 ≥ 0, a whole number, over n1 > 0; `second` likewise.
 * @returns two-sided chance: twice the smaller tail, at most 1; 1 where both counts are 0.
 * @throws {RangeError} for a count that is negative or no whole number, or an exposure that is not above 0.
 * @see Przyborowski & Wilenski (1940), Biometrika 31(3/4), doi:10.2307/2332612
 */
export function conditionalTest(first: PoissonCount, second: PoissonCount): number {
  for (const { count, exposure } of [first, second])
    if (!(Number.isInteger(count) && count >= 0 && exposure > 0 && Number.isFinite(exposure)))
      throw new RangeError(`${count} over ${exposure} is no rate`);
  const total = first.count + second.count;
  const share = first.exposure / (first.exposure + second.exposure);
  const chance = binomialChances(total, share);
  const sum = (from: number, to: number) =>
    chance.slice(from, to).reduce((all, each) => all + each, 0);
  const low = sum(0, first.count + 1);
  const high = sum(first.count, total + 1);
  return Math.min(1, 2 * Math.min(low, high));
}

/** Of each number from 0 to `total`. */
function binomialChances(total: number, share: number): number[] {
  let logFactorial = 0;
  const logs = Array.from({ length: total + 1 }, (_, n) => {
    logFactorial += n === 0 ? 0 : Math.log(n);
    return logFactorial;
  });
  return logs.map((log, k) =>
    Math.exp(
      logs[total]! -
        log -
        logs[total - k]! +
        k * Math.log(share) +
        (total - k) * Math.log1p(-share),
    ),
  );
}
