import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCentre } from '../grid/cell-centre';
import type { Lattice } from '../grid/lattice';
import { column, hasSharedGolden, readSharedGolden, SHARED_GOLDEN_NOTE } from '../testing/golden';
import { gaussianSurface } from './gaussian-surface';

const LATTICE: Lattice = { shape: 'square', sizeMetres: 250, originX: 483_750, originY: 3_180_000 };

describe('gaussianSurface', () => {
  it.skipIf(!hasSharedGolden)(
    `agrees with the exact surface of 10,000 points as far as it is printed${SHARED_GOLDEN_NOTE}`,
    () => {
      const rows = readSharedGolden('kde_exact_gauss500_10k.csv');
      const points = readSharedGolden('pts_10k.csv');
      const found = gaussianSurface(
        LATTICE,
        rows.map(({ i, j }) => ({ i: i!, j: j! })),
        { x: column(points, 'x'), y: column(points, 'y') },
        { bandwidthMetres: 500 },
      );
      const theirs = column(rows, 'v');
      // Ten digits are printed; the furthest cells have 1e-60 and less.
      const isClose = theirs.map((density, row) =>
        Math.abs(found[row]! - density) <= 1e-9 * density + 1e-20 ? 1 : 0,
      );
      expect(isClose.filter((close) => close === 0)).toHaveLength(0);
    },
  );

  it('is what every point adds to every cell by the formula', () => {
    const lattice = { ...LATTICE, originX: 0, originY: 0, sizeMetres: 100 };
    const cells = [
      { i: 0, j: 0 },
      { i: 3, j: -2 },
      { i: -1, j: 5 },
    ];
    const places = fc.array(
      fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })),
    );
    fc.assert(
      fc.property(places, fc.integer({ min: 20, max: 900 }), (points, h) => {
        const found = gaussianSurface(
          lattice,
          cells,
          { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) },
          { bandwidthMetres: h },
        );
        cells.forEach((cell, index) => {
          const [east, north] = cellCentre(lattice, cell);
          const expected = points.reduce(
            (sum, [x, y]) =>
              sum +
              Math.exp(-((x - east) ** 2 + (y - north) ** 2) / (2 * h * h)) / (2 * Math.PI * h * h),
            0,
          );
          expect(found[index]).toBeCloseTo(expected, 12);
        });
      }),
    );
  });

  it('refuses hexagons, bandwidths and points that are none', () => {
    const none = { x: new Float64Array(0), y: new Float64Array(0) };
    const cells = [{ i: 0, j: 0 }];
    expect(() =>
      gaussianSurface({ ...LATTICE, shape: 'hex' }, cells, none, { bandwidthMetres: 5 }),
    ).toThrow(RangeError);
    expect(() => gaussianSurface(LATTICE, cells, none, { bandwidthMetres: 0 })).toThrow(RangeError);
    const bad = { x: Float64Array.of(Number.NaN), y: Float64Array.of(0) };
    expect(() => gaussianSurface(LATTICE, cells, bad, { bandwidthMetres: 5 })).toThrow(RangeError);
    expect([...gaussianSurface(LATTICE, cells, none, { bandwidthMetres: 5 })]).toEqual([0]);
  });
});
