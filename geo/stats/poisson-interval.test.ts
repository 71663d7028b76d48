import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonInterval } from './poisson-interval';

describe('poissonInterval', () => {
  // Half of the chi-squared quantiles in common tables, of 2n and 2n + 2 degrees of freedom.
  it.each([
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [2, 0.2422, 7.2247],
    [10, 4.7954, 18.3904],
    [100, 81.364, 121.6272],
  ])('of %i is what tables say', (count, low, high) => {
    const interval = poissonInterval(count);
    expect(interval[0]).toBeCloseTo(low, 3);
    expect(interval[1]).toBeCloseTo(high, 3);
  });

  it('holds the count, and grows with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (count) => {
        const [low, high] = poissonInterval(count);
        const [nextLow, nextHigh] = poissonInterval(count + 1);
        expect(low).toBeLessThanOrEqual(count);
        expect(high).toBeGreaterThan(count);
        expect(nextLow).toBeGreaterThan(low);
        expect(nextHigh).toBeGreaterThan(high);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses what is no count', () => {
    for (const count of [-1, 0.5, Number.NaN])
      expect(() => poissonInterval(count)).toThrow(RangeError);
  });
});
