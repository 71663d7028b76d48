import { describe, expect, it } from 'vitest';
import { fitTwoWayPoisson } from './two-way-poisson';

const all = (length: number) => new Uint8Array(length).fill(1);

describe('fitTwoWayPoisson', () => {
  it('expects row sum times column sum over the total where every count is used', () => {
    const panel = { units: 2, months: 3, counts: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const { expected, degreesOfFreedom } = fitTwoWayPoisson(panel, all(6));
    const wanted = [5, 7, 9, 5, 7, 9].map((ofMonth, at) => (ofMonth * (at < 3 ? 6 : 15)) / 21);
    wanted.forEach((value, at) => {
      expect(expected[at]).toBeCloseTo(value, 9);
    });
    expect(degreesOfFreedom).toBe(2);
  });

  it('has the variance of a product of Poisson counts: the missing corner of a square', () => {
    // log E = log b + log c − log a, so var(E) = E² (1/a + 1/b + 1/c).
    const panel = { units: 2, months: 2, counts: Float64Array.of(20, 30, 40, 0) };
    const fit = fitTwoWayPoisson(panel, Uint8Array.of(1, 1, 1, 0));
    expect(fit.expected[3]).toBeCloseTo(60, 8);
    expect(fit.varianceOfSum(Uint8Array.of(0, 0, 0, 1))).toBeCloseTo(
      3600 * (1 / 20 + 1 / 30 + 1 / 40),
      5,
    );
    expect(fit.degreesOfFreedom).toBe(0);
  });

  it('has for the sum of all that was used the sum itself as its variance', () => {
    const panel = { units: 2, months: 3, counts: Float64Array.of(1, 2, 3, 4, 5, 6) };
    expect(fitTwoWayPoisson(panel, all(6)).varianceOfSum(all(6))).toBeCloseTo(21, 6);
  });

  it('expects nothing of a unit or month without incidents, and fits the others', () => {
    const panel = { units: 3, months: 3, counts: Float64Array.of(0, 0, 0, 4, 0, 6, 2, 0, 3) };
    const { expected, degreesOfFreedom } = fitTwoWayPoisson(panel, all(9));
    expect([...expected].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([
      0, 0, 0, 4, 0, 6, 2, 0, 3,
    ]);
    expect(degreesOfFreedom).toBe(1);
  });

  it('cannot tell how sure it is where two halves have nothing in common', () => {
    const panel = { units: 2, months: 2, counts: Float64Array.of(5, 0, 0, 5) };
    const fit = fitTwoWayPoisson(panel, Uint8Array.of(1, 0, 0, 1));
    expect(fit.varianceOfSum(Uint8Array.of(0, 1, 0, 0))).toBeNaN();
  });
});
