import { describe, expect, it } from 'vitest';
import { decayWeights, inverseWeekWeights, seasonalWeights, WEIGHT_UNIT } from './weights';

const shares = (weights: readonly number[]) => weights.map((weight) => weight / WEIGHT_UNIT);

describe('weights', () => {
  it('halve after each half-life', () => {
    expect(shares(decayWeights(3, 7))[0]).toBe(1);
    expect(shares(decayWeights(3, 7))[3]).toBe(0.5);
    expect(shares(decayWeights(3, 7))[6]).toBe(0.25);
    expect(decayWeights(3, 7).every(Number.isInteger)).toBe(true);
  });

  it('are those of ProMap by week', () => {
    const weeks = shares(inverseWeekWeights(3));
    expect(weeks).toHaveLength(21);
    expect([weeks[0], weeks[6], weeks[7]]).toEqual([1, 1, 0.5]);
    expect(weeks[20]).toBeCloseTo(1 / 3, 5);
  });

  it('of a season add up to one expected month, whatever the history', () => {
    for (const steps of [3, 12, 25, 36, 90]) {
      const weights = shares(
        seasonalWeights({ stepsAYear: 12, steps, priorYears: 3, spanSteps: 0 }),
      );
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    }
  });

  it('of a season stand out in the same month of past years only', () => {
    const weights = seasonalWeights({ stepsAYear: 12, steps: 30, priorYears: 1, spanSteps: 0 });
    const usual = weights[0]!;
    expect(weights.flatMap((weight, age) => (weight > usual ? [age] : []))).toEqual([11, 23]);
    const weekly = seasonalWeights({ stepsAYear: 52, steps: 120, priorYears: 1, spanSteps: 2 });
    const stands = weekly.flatMap((weight, age) => (weight > weekly[0]! ? [age] : []));
    expect(stands).toEqual([49, 50, 51, 52, 53, 101, 102, 103, 104, 105]);
  });
});
