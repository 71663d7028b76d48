import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCentre } from './cell-centre';
import { cellIndex } from './cell-index';
import { cellPolygon } from './cell-polygon';
import { hexColumnStep, type Lattice } from './lattice';

const metre = fc.double({ min: -5e6, max: 5e6, noNaN: true });
const lattices = fc.record({
  shape: fc.constantFrom('square' as const, 'hex' as const),
  sizeMetres: fc.integer({ min: 20, max: 20_000 }),
  originX: fc.integer({ min: -1e6, max: 1e6 }),
  originY: fc.integer({ min: -1e6, max: 1e6 }),
});
const index = fc.record({
  i: fc.integer({ min: -900, max: 900 }),
  j: fc.integer({ min: -900, max: 900 }),
});

/** Signed area (shoelace), positive for a counter-clockwise ring. */
function area(ring: readonly (readonly [number, number])[], [x0, y0]: readonly [number, number]) {
  let sum = 0;
  for (let k = 1; k < ring.length; k++) {
    const [ax, ay] = ring[k - 1]!;
    const [bx, by] = ring[k]!;
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum / 2;
}

describe('the cell of a point', () => {
  it('is the cell whose centre it is', () => {
    fc.assert(
      fc.property(lattices, index, (lattice, cell) => {
        expect(cellIndex(lattice, ...cellCentre(lattice, cell))).toEqual(cell);
      }),
    );
  });

  it('holds the point: it lies within the cell’s outline', () => {
    fc.assert(
      fc.property(lattices, metre, metre, (lattice, x, y) => {
        const ring = cellPolygon(lattice, cellIndex(lattice, x, y));
        // Left of every edge of a counter-clockwise ring, but for rounding.
        for (let k = 1; k < ring.length; k++) {
          const [ax, ay] = ring[k - 1]!;
          const [bx, by] = ring[k]!;
          const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
          expect(cross).toBeGreaterThanOrEqual(-1e-6 * lattice.sizeMetres);
        }
      }),
    );
  });

  it('has the outline’s area', () => {
    fc.assert(
      fc.property(lattices, index, (lattice, cell) => {
        const expected = lattice.sizeMetres ** 2 * (lattice.shape === 'hex' ? Math.sqrt(3) / 2 : 1);
        const ring = cellPolygon(lattice, cell);
        expect(area(ring, cellCentre(lattice, cell)) / expected).toBeCloseTo(1, 6);
        expect(ring.at(-1)).toEqual(ring[0]);
      }),
    );
  });

  it('refuses a lattice without size', () => {
    expect(() => hexColumnStep(0)).toThrow(RangeError);
  });

  const golden = `${import.meta.dirname}/../../../shared/golden`;
  it.skipIf(!existsSync(golden))(
    'counts 10,000 points as an independent tool did (skipped where ../shared is absent)',
    () => {
      const lattice: Lattice = {
        shape: 'square',
        sizeMetres: 250,
        originX: 483_750,
        originY: 3_180_000,
      };
      const counts = new Map<string, number>();
      for (const [x = 0, y = 0] of rowsOf('pts_10k.csv')) {
        const { i, j } = cellIndex(lattice, x, y);
        counts.set(`${i},${j}`, (counts.get(`${i},${j}`) ?? 0) + 1);
      }
      let total = 0;
      for (const [i = 0, j = 0, x, y, n = 0] of rowsOf('grid_sq250_10k.csv')) {
        expect(cellCentre(lattice, { i, j })).toEqual([x, y]);
        expect(counts.get(`${i},${j}`) ?? 0).toBe(n);
        total += n;
      }
      expect(total).toBe(10_000);
    },
  );

  function rowsOf(file: string): number[][] {
    const lines = readFileSync(`${golden}/${file}`, 'utf8').trim().split('\n').slice(1);
    return lines.map((line) => line.split(',').map(Number));
  }
});
