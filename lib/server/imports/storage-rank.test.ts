import fc from 'fast-check';
import { expect, it } from 'vitest';
import { storageRank } from './storage-rank';

const bounds = { west: 119.8, south: 28.7, east: 120.4, north: 29.1 };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const rank = (month: number, east: number, north: number) =>
  storageRank(
    month,
    bounds.west + east * (bounds.east - bounds.west),
    bounds.south + north * (bounds.north - bounds.south),
    bounds,
  );

it('puts months first, then strips from west to east, then south to north', () => {
  fc.assert(
    fc.property(share, share, share, share, (eastA, northA, eastB, northB) => {
      expect(rank(18_262, eastA, northA)).toBeLessThan(rank(18_293, eastB, northB));
      // Two strips apart whatever the rounding.
      if (eastB - eastA > 2 / 64)
        expect(rank(18_262, eastA, northA)).toBeLessThan(rank(18_262, eastB, northB));
      if (northA < northB)
        expect(rank(18_262, eastA, northA)).toBeLessThanOrEqual(rank(18_262, eastA, northB));
    }),
  );
});

it('has a rank for a jurisdiction that is one place', () => {
  const point = { west: 120, east: 120, south: 29, north: 29 };
  expect(storageRank(0, 120, 29, point)).toBe(0);
});
