import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapP } from './hypergeometric';

describe('overlapP', () => {
  it('is Fisher’s chance for the lady and her tea', () => {
    // Four of eight cups named right by chance: 1 in 70; three or more: 17 in 70.
    expect(overlapP(4, { places: 8, first: 4, second: 4 })).toBeCloseTo(1 / 70, 12);
    expect(overlapP(3, { places: 8, first: 4, second: 4 })).toBeCloseTo(17 / 70, 12);
  });

  it('is 1 for none, falls with what is shared, and does not care which is first', () => {
    const given = fc.record({
      places: fc.integer({ min: 1, max: 400 }),
      first: fc.nat(400),
      second: fc.nat(400),
    });
    fc.assert(
      fc.property(given, ({ places, ...sets }) => {
        const of = { places, first: sets.first % (places + 1), second: sets.second % (places + 1) };
        expect(overlapP(0, of)).toBeCloseTo(1, 9);
        const turned = { places, first: of.second, second: of.first };
        for (let shared = 1; shared <= Math.min(of.first, of.second); shared += 7) {
          const p = overlapP(shared, of);
          expect(p).toBeLessThanOrEqual(overlapP(shared - 1, of) + 1e-12);
          expect(overlapP(shared, turned)).toBeCloseTo(p, 9);
        }
      }),
    );
  });

  it('refuses what cannot be', () => {
    expect(() => overlapP(1, { places: 3, first: 4, second: 1 })).toThrow(RangeError);
    expect(() => overlapP(0.5, { places: 3, first: 1, second: 1 })).toThrow(RangeError);
  });
});
