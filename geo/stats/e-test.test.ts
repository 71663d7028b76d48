import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eTest } from './e-test';

const of = (count: number, exposure: number) => ({ count, exposure });

/** By the definition: each pair of counts on its own. */
function byBruteForce(k1: number, n1: number, k2: number, n2: number): number {
  const statistic = (a: number, b: number) =>
    a + b === 0 ? 0 : (a / n1 - b / n2) / Math.sqrt(a / n1 ** 2 + b / n2 ** 2);
  const chances = (mean: number) => {
    const all = [Math.exp(-mean)];
    while (all.length < mean + 12 * Math.sqrt(mean) + 40)
      all.push((all.at(-1)! * mean) / all.length);
    return all;
  };
  const rate = (k1 + k2) / (n1 + n2);
  const seen = Math.abs(statistic(k1, k2)) - 1e-12;
  const second = chances(rate * n2);
  return chances(rate * n1).reduce(
    (sum, p, a) =>
      sum +
      p * second.reduce((inner, q, b) => inner + (Math.abs(statistic(a, b)) >= seen ? q : 0), 0),
    0,
  );
}

describe('eTest', () => {
  // The paper's illustrative examples, p to the four digits that it prints.
  it.each([
    [0, 100, 3, 100, 0.0884],
    [2, 100, 6, 100, 0.1749],
  ])('gives what the paper prints for %i in %i and %i in %i: %d', (k1, n1, k2, n2, p) => {
    expect(eTest(of(k1, n1), of(k2, n2)).p).toBeCloseTo(p, 4);
  });

  // SciPy's tests of poisson_means_test, from the authors' own program, which ends its sums at 1e-7.
  it.each([
    [0, 100, 3, 100, 0.08837900929018157],
    [3, 100, 20, 300, 0.12202725450896404],
  ])('agrees with another implementation for %i in %i and %i in %i', (k1, n1, k2, n2, p) => {
    expect(eTest(of(k1, n1), of(k2, n2)).p).toBeCloseTo(p, 6);
  });

  it('agrees with the sum over all pairs of counts', () => {
    const counts = fc.nat(60);
    const exposures = fc.double({ min: 0.2, max: 50, noNaN: true });
    fc.assert(
      fc.property(counts, exposures, counts, exposures, (k1, n1, k2, n2) => {
        fc.pre(k1 + k2 > 0 && Math.max(n1 / n2, n2 / n1) < 20);
        expect(eTest(of(k1, n1), of(k2, n2)).p).toBeCloseTo(byBruteForce(k1, n1, k2, n2), 9);
      }),
    );
  });

  it('is the same either way round, and whatever the exposure is counted in', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), fc.integer({ min: 1, max: 36 }), (k1, k2, months) => {
        const { p, statistic } = eTest(of(k1, 1), of(k2, months));
        const turned = eTest(of(k2, months), of(k1, 1));
        expect(turned.p).toBeCloseTo(p, 9);
        expect(turned.statistic).toBeCloseTo(-statistic, 9);
        expect(eTest(of(k1, 30), of(k2, months * 30)).p).toBeCloseTo(p, 9);
      }),
    );
  });

  it('finds nothing in equal rates and in no incidents, all in rates far apart', () => {
    expect(eTest(of(12, 1), of(144, 12))).toMatchObject({ statistic: 0, p: 1, rateRatio: 1 });
    expect(eTest(of(0, 1), of(0, 12))).toEqual({ statistic: 0, p: 1, rateRatio: null });
    expect(eTest(of(20_000, 1), of(10_000, 1)).p).toBeLessThan(1e-9);
  });

  it.each([
    [-1, 1],
    [1.5, 1],
    [1, 0],
    [1, Number.POSITIVE_INFINITY],
  ])('refuses %d in %d', (count, exposure) => {
    expect(() => eTest(of(count, exposure), of(1, 1))).toThrow(RangeError);
    expect(() => eTest(of(1, 1), of(count, exposure))).toThrow(RangeError);
  });
});
