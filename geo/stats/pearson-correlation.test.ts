import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pearsonCorrelation } from './pearson-correlation';

/** Anscombe (1973), The American Statistician 27(1), doi:10.1080/00031305.1973.10478966: the first of his four. */
const X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const Y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

const values = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 4, maxLength: 40 });
const of = (left: readonly number[], right: readonly number[]) =>
  pearsonCorrelation(Float64Array.from(left), Float64Array.from(right));

describe('pearsonCorrelation', () => {
  it('finds what Anscombe and R (cor.test) do', () => {
    const found = of(X, Y);
    expect(found?.r).toBeCloseTo(0.8164205, 7);
    expect(found?.interval?.low).toBeCloseTo(0.4243912, 6);
    expect(found?.interval?.high).toBeCloseTo(0.9506933, 6);
  });

  it('does not depend on scale, level or which comes first', () => {
    fc.assert(
      fc.property(
        values,
        values,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(99),
        (a, b, scale, level) => {
          const length = Math.min(a.length, b.length);
          const [left, right] = [a.slice(0, length), b.slice(0, length)];
          const found = of(left, right);
          const moved = of(
            right.map((value) => value * scale + level),
            left,
          );
          expect(moved === undefined).toBe(found === undefined);
          if (found && moved) expect(moved.r).toBeCloseTo(found.r, 9);
        },
      ),
    );
  });

  it('is 1 for itself and −1 for its mirror, and its interval never leaves them', () => {
    expect(of(X, X)?.r).toBe(1);
    expect(
      of(
        X,
        X.map((x) => -x),
      )?.r,
    ).toBe(-1);
    expect(of(X, X)?.interval).toEqual({ low: 1, high: 1 });
  });

  it('has no interval for three pairs, and none of it where a series is constant or empty', () => {
    expect(of([1, 2, 4], [1, 3, 2])?.interval).toBeNull();
    expect(of([1, 1, 1, 1], [1, 2, 3, 4])).toBeUndefined();
    expect(of([], [])).toBeUndefined();
  });

  it('wants series of one length', () => {
    expect(() => of([1, 2], [1])).toThrow(RangeError);
  });
});
