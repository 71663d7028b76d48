import { describe, expect, it } from 'vitest';
import { twoSidedP } from './normal';

describe('twoSidedP', () => {
  // 2·(1 − Φ(z)) to 15 digits, by arbitrary-precision arithmetic.
  it.each([
    [0, 1],
    [0.001, 9.992021155721779e-1],
    [0.5, 6.170750774519738e-1],
    [1, 3.173105078629141e-1],
    [1.959963984540054, 5.000000000000003e-2],
    [2.5758293035489004, 1.000000000000001e-2],
    [4, 6.334248366623984e-5],
    [5.5, 3.797912493177544e-8],
    [7, 2.55962508777167e-12],
    [7.0710678, 1.537459925909087e-12],
    [7.1, 1.247568892666315e-12],
    [8, 1.244192114854357e-15],
    [9.5, 2.098903015072521e-21],
    [11, 3.821319148997351e-28],
  ])('of %d is %d', (z, p) => {
    expect(Math.abs(twoSidedP(z) - p)).toBeLessThanOrEqual(Math.min(1e-14, 1e-8 * p));
    expect(twoSidedP(-z)).toBe(twoSidedP(z));
  });

  it('is 0 beyond 37 standard deviations instead of an underflow', () => {
    expect(twoSidedP(45.8)).toBe(0);
    expect(twoSidedP(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(twoSidedP(Number.NaN)).toBeNaN();
  });
});
