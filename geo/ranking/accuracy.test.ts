import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracyOf, paiDifference } from './accuracy';

const outcomes = { totals: [100, 50, 50], perfect: [60, 20, 40] };

describe('accuracyOf', () => {
  it('divides what was caught by what there was, by the area, and by the best possible', () => {
    const found = accuracyOf([30, 10, 20], outcomes, 0.1);
    expect(found).toMatchObject({
      steps: 3,
      hits: 60,
      total: 200,
      hitRate: 0.3,
      peiStar: 0.5,
    });
    expect(found.pai).toBeCloseTo(3, 12);
    expect(found.paiInterval![0]).toBeLessThanOrEqual(3);
    expect(found.paiInterval![1]).toBeGreaterThanOrEqual(3);
  });

  it('has no spread where every month was alike, and says so where nothing can be told', () => {
    const alike = { totals: [10, 10, 10], perfect: [5, 5, 5] };
    expect(accuracyOf([2, 2, 2], alike, 0.1).paiInterval).toEqual([2, 2]);
    expect(accuracyOf([2], { totals: [10], perfect: [5] }, 0.1).paiInterval).toBeNull();
    expect(accuracyOf([0, 0], { totals: [0, 0], perfect: [0, 0] }, 0.1)).toMatchObject({
      hitRate: null,
      pai: null,
      peiStar: null,
      paiInterval: null,
    });
  });

  it('gives a blind choice a pai of one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 24 }),
        (totals) => {
          const blind = totals.map((total) => total * 0.02);
          const found = accuracyOf(blind, { totals, perfect: totals }, 0.02);
          expect(found.pai).toBeCloseTo(1, 9);
          expect(found.paiInterval![0]).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('paiDifference', () => {
  it('is small where two rankers rise and fall together, though the months differ much', () => {
    const totals = [100, 100, 100, 100, 100, 100];
    const hits = [10, 40, 20, 60, 15, 35];
    const others = hits.map((hit) => hit - 2);
    const gap = paiDifference(hits, others, { totals, perfect: totals }, 0.1);
    expect(gap.difference).toBeCloseTo(0.2, 9);
    expect(gap.standardError).toBeLessThan(1e-9);
  });
});
