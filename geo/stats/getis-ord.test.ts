import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import worked from '../fixtures/gistar-worked-example.json' with { type: 'json' };
import { type Neighbours, neighbours } from '../grid/neighbours';
import {
  column,
  hasSharedGolden,
  largestDifference,
  latticeNeighbours,
  readFixture,
  readSharedGolden,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { localGiStar } from './getis-ord';

function bandNeighbours(points: readonly (readonly [number, number])[], band: number): Neighbours {
  const offsets = [0];
  const indices = points.flatMap(([x, y]) => {
    const row = points.flatMap(([px, py], index) =>
      Math.hypot(px - x, py - y) <= band ? [index] : [],
    );
    offsets.push(offsets.at(-1)! + row.length);
    return row;
  });
  return { offsets: Uint32Array.from(offsets), indices: Uint32Array.from(indices) };
}

describe('localGiStar against other tools', () => {
  it('agrees with R spdep on 4,225 squares to 1e-9', () => {
    const rows = readFixture('gistar-square-500m.csv');
    const z = localGiStar(column(rows, 'n'), latticeNeighbours(rows, 'square'));
    expect(largestDifference(z, column(rows, 'gistar_z'))).toBeLessThan(1e-9);
  });

  it.each([30, 60, 90, 120])('agrees with R spdep in a distance band of %i to 1e-7', (band) => {
    const rows = readFixture('gistar-distance-bands.csv');
    const points = rows.map(({ x, y }) => [x!, y!] as const);
    const z = localGiStar(column(rows, 'val'), bandNeighbours(points, band));
    expect(largestDifference(z, column(rows, `Gistar_${band}`))).toBeLessThan(1e-7);
  });

  it('agrees with the published worked example to 1e-7', () => {
    const points = worked.points.map(([x, y]) => [x!, y!] as const);
    const z = localGiStar(Float64Array.from(worked.y), bandNeighbours(points, worked.distanceBand));
    expect(z[0]).toBeCloseTo(worked.GiStar_z0_binary, 7);
  });

  it.skipIf(!hasSharedGolden).each([
    ['spdep_sq250_100k.csv', 'square', 'n', 'gistar_z'],
    ['spdep_hex250_100k.csv', 'hex', 'n', 'gistar_z'],
    ['spdep_hex250_10k.csv', 'hex', 'n', 'gistar_z'],
    ['esda_sq250_100k.csv', 'square', 'n', 'z'],
    ['esda_hex250_100k.csv', 'hex', 'n', 'z'],
  ] as const)(`agrees with %s to 1e-9${SHARED_GOLDEN_NOTE}`, (file, shape, count, score) => {
    const rows = readSharedGolden(file);
    const z = localGiStar(column(rows, count), latticeNeighbours(rows, shape));
    expect(largestDifference(z, column(rows, score))).toBeLessThan(1e-9);
  });

  it.skipIf(!hasSharedGolden)(`agrees with R spdep on Memphis 2019${SHARED_GOLDEN_NOTE}`, () => {
    const rows = readSharedGolden('memphis2019_500m_gistar_localmoran_spdep.csv');
    const x = column(rows, 'ix');
    const y = column(rows, 'iy');
    const cells = rows.map((_, row) => ({ i: x[row]!, j: y[row]! }));
    const z = localGiStar(column(rows, 'n'), neighbours('square', cells));
    expect(largestDifference(z, column(rows, 'gistar_z'))).toBeLessThan(1e-9);
  });
});

describe('localGiStar', () => {
  const field = Array.from({ length: 30 }, (_, index) => ({
    i: index % 6,
    j: Math.floor(index / 6),
  }));
  const around = neighbours('square', field);
  const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 30, maxLength: 30 });

  it('does not change when values are rescaled', () => {
    const scales = fc.double({ min: 0.1, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(counts, scales, (values, scale) => {
        const z = localGiStar(Float64Array.from(values), around);
        const scaled = localGiStar(
          Float64Array.from(values, (value) => value * scale),
          around,
        );
        expect(largestDifference(scaled, z)).toBeLessThan(1e-6);
      }),
    );
  });

  it('follows the cells when their rows are permuted', () => {
    const orders = fc.shuffledSubarray([...field.keys()], { minLength: 30 });
    fc.assert(
      fc.property(counts, orders, (values, order) => {
        const z = localGiStar(Float64Array.from(values), around);
        const cells = order.map((cell) => field[cell]!);
        const shuffled = localGiStar(
          Float64Array.from(order, (cell) => values[cell]!),
          neighbours('square', cells),
        );
        const expected = Float64Array.from(order, (cell) => z[cell]!);
        expect(largestDifference(shuffled, expected)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is 0 everywhere in a constant field', () => {
    expect([...localGiStar(new Float64Array(30).fill(0.1), around)]).toEqual(Array(30).fill(0));
  });

  it('is 0 where the neighbourhood is everything', () => {
    const pair = neighbours('square', field.slice(0, 2));
    expect([...localGiStar(Float64Array.of(1, 5), pair)]).toEqual([0, 0]);
  });

  it('refuses fewer than two cells, and rows that do not fit', () => {
    expect(() => localGiStar(Float64Array.of(1), neighbours('square', field.slice(0, 1)))).toThrow(
      RangeError,
    );
    expect(() => localGiStar(Float64Array.of(1, 2, 3), around)).toThrow(RangeError);
  });
});
