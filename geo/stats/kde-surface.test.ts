import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCentre } from '../grid/cell-centre';
import type { Lattice } from '../grid/lattice';
import {
  column,
  hasSharedGolden,
  largestDifference,
  readSharedGolden,
  readSharedText,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { kdeSurface } from './kde-surface';

const GOLDEN_LATTICE: Lattice = {
  shape: 'square',
  sizeMetres: 250,
  originX: 483_750,
  originY: 3_180_000,
};

function readPoints(file: string) {
  const rows = readSharedGolden(file);
  return { x: column(rows, 'x'), y: column(rows, 'y') };
}

describe('kdeSurface against other tools', () => {
  it.skipIf(!hasSharedGolden)(
    `agrees with GRASS v.kernel on 10,000 points to 1e-12${SHARED_GOLDEN_NOTE}`,
    () => {
      const rows = readSharedText('grass_vkernel_quartic1000_10k.xyz')
        .trim()
        .split('\n')
        .map((line) => line.split('|').map(Number));
      const cells = rows.map(([x, y]) => ({
        i: Math.round((x! - 483_875) / 250),
        j: Math.round((y! - 3_180_125) / 250),
      }));
      const found = kdeSurface(GOLDEN_LATTICE, cells, readPoints('pts_10k.csv'), {
        bandwidthMetres: 1000,
      });
      const isClose = rows.map(
        ([, , density], row) => Math.abs(found[row]! - density!) <= 1e-12 * density!,
      );
      expect(isClose).not.toContain(false);
    },
  );

  it.skipIf(!hasSharedGolden)(
    `agrees with the binned spatstat on 100,000 points to 2 %${SHARED_GOLDEN_NOTE}`,
    () => {
      const rows = readSharedGolden('spatstat_density_quartic_edgeFALSE_100k.csv');
      const cells = rows.map(({ i, j }) => ({ i: i!, j: j! }));
      // Its sigma of 500 m is the kernel's standard deviation along an axis: h / √8 for the quartic.
      const found = kdeSurface(GOLDEN_LATTICE, cells, readPoints('pts_100k.csv.gz'), {
        bandwidthMetres: 500 * Math.sqrt(8),
      });
      const theirs = column(rows, 'v');
      expect(largestDifference(found, theirs)).toBeLessThan(0.02 * Math.max(...theirs));
    },
  );
});
describe('kdeSurface', () => {
  const SHAPES = ['square', 'hex'] as const;
  const latticeOf = (shape: Lattice['shape']): Lattice => ({
    shape,
    sizeMetres: 100,
    originX: 50,
    originY: -20,
  });
  const cells = Array.from({ length: 63 }, (_, index) => ({
    i: (index % 9) - 4,
    j: Math.floor(index / 9) - 3,
  }));
  const points = fc.array(
    fc.tuple(fc.integer({ min: -600, max: 700 }), fc.integer({ min: -600, max: 700 })),
    { maxLength: 30 },
  );
  const typed = (rows: readonly (readonly [number, number])[]) => ({
    x: Float64Array.from(rows, ([x]) => x),
    y: Float64Array.from(rows, ([, y]) => y),
  });

  it.each(SHAPES)('is what every point adds to every %s cell by the formula', (shape) => {
    const bandwidths = fc.integer({ min: 20, max: 400 });
    fc.assert(
      fc.property(points, bandwidths, (rows, h) => {
        const lattice = latticeOf(shape);
        const expected = Float64Array.from(cells, (cell) => {
          const [east, north] = cellCentre(lattice, cell);
          const sum = rows.reduce((total, [x, y]) => {
            const nearness = 1 - ((x - east) ** 2 + (y - north) ** 2) / h ** 2;
            return total + Math.max(0, nearness) ** 2;
          }, 0);
          return (3 / (Math.PI * h * h)) * sum;
        });
        const found = kdeSurface(lattice, cells, typed(rows), { bandwidthMetres: h });
        expect(largestDifference(found, expected)).toBeLessThan(1e-15);
      }),
    );
  });

  it.each(SHAPES)('adds up to the number of points over %s cells', (shape) => {
    const wide = Array.from({ length: 2500 }, (_, index) => ({
      i: (index % 50) - 25,
      j: Math.floor(index / 50) - 25,
    }));
    const lattice = { ...latticeOf(shape), sizeMetres: 20 };
    const rows = typed([
      [60, 10],
      [61, -33],
      [99, 0],
    ]);
    const found = kdeSurface(lattice, wide, rows, { bandwidthMetres: 200 });
    const areaMetres = shape === 'square' ? 400 : (Math.sqrt(3) / 2) * 400;
    const total = found.reduce((sum, density) => sum + density, 0) * areaMetres;
    expect(total).toBeCloseTo(3, 3);
  });

  it('follows the cells, whatever their order, and counts a point twice as two', () => {
    const rows = [[10, 10] as const, [120, -40] as const];
    const options = { bandwidthMetres: 250 };
    const found = kdeSurface(latticeOf('hex'), cells, typed(rows), options);
    const turned = kdeSurface(latticeOf('hex'), cells.toReversed(), typed(rows), options);
    expect(turned.toReversed()).toEqual(found);
    const twice = kdeSurface(latticeOf('hex'), cells, typed([...rows, ...rows]), options);
    const doubled = found.map((density) => 2 * density);
    expect(largestDifference(twice, doubled)).toBeLessThan(1e-18);
  });

  it('is 0 without points, empty without cells, and the kernel in one cell', () => {
    const lattice = latticeOf('square');
    const options = { bandwidthMetres: 100 };
    const none = kdeSurface(lattice, cells, typed([]), options);
    expect(new Set(none)).toEqual(new Set([0]));
    expect(kdeSurface(lattice, [], typed([[0, 0]]), options)).toHaveLength(0);
    const [peak] = kdeSurface(lattice, [{ i: 0, j: 0 }], typed([[100, 30]]), options);
    expect(peak).toBeCloseTo(3 / (Math.PI * 1e4), 15);
  });

  it.each([[0], [-1], [Number.NaN], [Infinity]])('refuses a bandwidth of %d', (bandwidthMetres) => {
    expect(() => kdeSurface(latticeOf('hex'), cells, typed([]), { bandwidthMetres })).toThrow(
      RangeError,
    );
  });

  it('refuses points that are not places', () => {
    const options = { bandwidthMetres: 10 };
    const lattice = latticeOf('hex');
    expect(() => kdeSurface(lattice, cells, typed([[Number.NaN, 0]]), options)).toThrow(RangeError);
    const uneven = { x: new Float64Array(2), y: new Float64Array(1) };
    expect(() => kdeSurface(lattice, cells, uneven, options)).toThrow(RangeError);
  });
});
