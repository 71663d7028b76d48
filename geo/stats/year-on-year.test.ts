import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yearOnYear } from './year-on-year';

describe('yearOnYear', () => {
  it('takes 100 → 73 for normal variation, and says the percentage', () => {
    const found = yearOnYear(73, 100);
    expect(found.z).toBeCloseTo(-2.912, 3);
    expect(found).toMatchObject({ isNormalVariation: true, change: -0.27 });
  });

  it('takes 100 → 72 for more than that', () => {
    expect(yearOnYear(72, 100)).toMatchObject({ isNormalVariation: false, change: -0.28 });
  });

  it.each([
    [5, 9, null],
    [5, 10, -0.5],
    [3, 0, null],
  ])('of %i now and %i past says %d', (now, past, change) => {
    expect(yearOnYear(now, past).change).toBe(change);
  });

  it('is as far one way as the other', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), (now, past) => {
        expect(yearOnYear(now, past).z + yearOnYear(past, now).z).toBeCloseTo(0, 9);
      }),
    );
  });

  it('refuses what is no count', () => {
    expect(() => yearOnYear(-1, 3)).toThrow(RangeError);
    expect(() => yearOnYear(1, Number.NaN)).toThrow(RangeError);
  });
});
