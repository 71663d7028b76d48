import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Neighbours, neighbours } from '../grid/neighbours';
import {
  column,
  hasSharedGolden,
  largestDifference,
  largestRelativeDifference,
  latticeNeighbours,
  readFixture,
  readSharedGolden,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { localMoran } from './local-moran';

/** Pairs of neighbours, counted from 1 and without the county itself. */
function countyNeighbours(counties: number): Neighbours {
  const pairs = readFixture('ncsids-queen-neighbours.csv');
  const offsets = [0];
  const indices = Array.from({ length: counties }).flatMap((_, county) => {
    const row = pairs.filter(({ i }) => i === county + 1).map(({ j }) => j! - 1);
    offsets.push(offsets.at(-1)! + row.length);
    return row;
  });
  return { offsets: Uint32Array.from(offsets), indices: Uint32Array.from(indices) };
}

describe('localMoran against other tools', () => {
  it('agrees with R spdep on the counties of North Carolina to 1e-9', () => {
    const rows = readFixture('ncsids-spdep.csv');
    const found = localMoran(column(rows, 'rate'), countyNeighbours(rows.length));
    expect(largestDifference(found.statistics, column(rows, 'Ii'))).toBeLessThan(1e-9);
    expect(largestDifference(found.scores, column(rows, 'Z_Ii'))).toBeLessThan(1e-9);
  });

  it.skipIf(!hasSharedGolden).each(['square', 'hex'] as const)(
    `agrees with R spdep on a %s lattice${SHARED_GOLDEN_NOTE}`,
    (shape) => {
      const rows = readSharedGolden(`spdep_${shape === 'hex' ? 'hex' : 'sq'}250_100k.csv`);
      const found = localMoran(column(rows, 'n'), latticeNeighbours(rows, shape));
      // Printed with 10 digits, p with 8.
      expect(largestRelativeDifference(found.statistics, column(rows, 'moran_Ii'))).toBeLessThan(
        1e-9,
      );
      expect(largestRelativeDifference(found.scores, column(rows, 'moran_z'))).toBeLessThan(1e-9);
      expect(largestDifference(found.p, column(rows, 'moran_p'))).toBeLessThan(1e-8);
    },
  );

  it.skipIf(!hasSharedGolden).each(['square', 'hex'] as const)(
    `agrees with PySAL esda on a %s lattice, quadrants too${SHARED_GOLDEN_NOTE}`,
    (shape) => {
      const rows = readSharedGolden(`esda_${shape === 'hex' ? 'hex' : 'sq'}250_100k.csv`);
      const found = localMoran(column(rows, 'n'), latticeNeighbours(rows, shape));
      const n = rows.length;
      const theirs = column(rows, 'moran_I').map((value) => (value * n) / (n - 1));
      expect(largestRelativeDifference(found.statistics, theirs)).toBeLessThan(1e-9);
      const names = ['', 'high-high', 'low-high', 'low-low', 'high-low'];
      expect(found.quadrants).toEqual(rows.map(({ q }) => names[q!]));
    },
  );
});

describe('localMoran', () => {
  const field = Array.from({ length: 30 }, (_, index) => ({
    i: index % 6,
    j: Math.floor(index / 6),
  }));
  const around = neighbours('square', field);
  const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 30, maxLength: 30 });

  it('does not change when values are rescaled and moved', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), (values, scale) => {
        const found = localMoran(Float64Array.from(values), around);
        const scaled = localMoran(
          Float64Array.from(values, (value) => 2 ** scale * value - 16),
          around,
        );
        expect(largestDifference(scaled.statistics, found.statistics)).toBeLessThan(1e-9);
        expect(largestDifference(scaled.scores, found.scores)).toBeLessThan(1e-9);
      }),
    );
  });

  it('follows the cells when their rows are permuted', () => {
    const orders = fc.shuffledSubarray([...field.keys()], { minLength: 30 });
    fc.assert(
      fc.property(counts, orders, (values, order) => {
        const found = localMoran(Float64Array.from(values), around);
        const shuffled = localMoran(
          Float64Array.from(order, (cell) => values[cell]!),
          neighbours(
            'square',
            order.map((cell) => field[cell]!),
          ),
        );
        const expected = Float64Array.from(order, (cell) => found.scores[cell]!);
        expect(largestDifference(shuffled.scores, expected)).toBeLessThan(1e-9);
      }),
    );
  });

  it('tells nothing of a constant field, nor of a cell alone', () => {
    const constant = localMoran(new Float64Array(30).fill(0.1), around);
    expect(new Set(constant.scores)).toEqual(new Set([0]));
    expect(new Set(constant.p)).toEqual(new Set([1]));
    expect(new Set(constant.quadrants)).toEqual(new Set(['none']));

    const alone = neighbours('square', [
      { i: 0, j: 0 },
      { i: 0, j: 1 },
      { i: 9, j: 9 },
    ]);
    const found = localMoran(Float64Array.of(1, 2, 9), alone);
    expect([found.statistics[2], found.scores[2], found.p[2]]).toEqual([0, 0, 1]);
    expect(found.quadrants).toEqual(['low-low', 'low-low', 'none']);
  });

  it('refuses fewer than three cells, and rows that do not fit', () => {
    const pair = neighbours('square', field.slice(0, 2));
    expect(() => localMoran(Float64Array.of(1, 2), pair)).toThrow(RangeError);
    expect(() => localMoran(Float64Array.of(1, 2, 3), around)).toThrow(RangeError);
  });
});
