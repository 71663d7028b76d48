import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalTest } from './conditional-test';

const of = (count: number, exposure = 1) => ({ count, exposure });

describe('conditionalTest', () => {
  it('is the binomial chance that can be reckoned by hand', () => {
    // All five on one side of an even choice, twice: 2 / 2⁵.
    expect(conditionalTest(of(5), of(0))).toBeCloseTo(2 / 32, 12);
    // One of four at 1 in 4: the upper tail is 1 − (3/4)⁴.
    expect(conditionalTest(of(1), of(3, 3))).toBe(1);
    expect(conditionalTest(of(4), of(0, 3))).toBeCloseTo(2 / 256, 12);
    expect(conditionalTest(of(0), of(0))).toBe(1);
  });

  it('is steady where one exposure is many times the other', () => {
    expect(conditionalTest(of(12), of(30, 23))).toBeLessThan(1e-5);
    expect(conditionalTest(of(2), of(30, 23))).toBeGreaterThan(0.5);
  });

  it('does not care which is first, nor for the unit of exposure', () => {
    const counts = fc.integer({ min: 0, max: 200 });
    const months = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(counts, counts, months, months, (a, b, m, n) => {
        const p = conditionalTest(of(a, m), of(b, n));
        expect(conditionalTest(of(b, n), of(a, m))).toBeCloseTo(p, 9);
        expect(conditionalTest(of(a, 12 * m), of(b, 12 * n))).toBeCloseTo(p, 9);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses what is no rate', () => {
    expect(() => conditionalTest(of(-1), of(1))).toThrow(RangeError);
    expect(() => conditionalTest(of(1), of(1, 0))).toThrow(RangeError);
  });
});
