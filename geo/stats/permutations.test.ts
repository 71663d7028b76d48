import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbours } from '../grid/neighbours';
import {
  column,
  correlation,
  hasSharedGolden,
  latticeNeighbours,
  readSharedGolden,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { permutationP } from './permutations';

const field = Array.from({ length: 30 }, (_, index) => ({
  i: index % 6,
  j: Math.floor(index / 6),
}));
const around = neighbours('square', field);
const OPTIONS = { permutations: 499, seed: 1 };

describe('permutationP against other tools', () => {
  it.skipIf(!hasSharedGolden).each(['square', 'hex'] as const)(
    `follows R spdep and PySAL esda on a %s lattice, r > 0.95${SHARED_GOLDEN_NOTE}`,
    (shape) => {
      const name = shape === 'hex' ? 'hex' : 'sq';
      const spdep = readSharedGolden(`spdep_${name}250_100k.csv`);
      const esda = readSharedGolden(`esda_${name}250_100k.csv`);
      const p = permutationP(column(spdep, 'n'), latticeNeighbours(spdep, shape), OPTIONS);
      // No exact goldens: each tool draws its own, and theirs agree with each other at r = 0.97.
      expect(correlation(p, column(spdep, 'gperm_p'))).toBeGreaterThan(0.95);
      expect(correlation(p, column(esda, 'gi_psim'))).toBeGreaterThan(0.98);
      expect(correlation(p, column(esda, 'moran_psim'))).toBeGreaterThan(0.98);
    },
  );
});

describe('permutationP', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 30 });

  it('comes to the share of all draws that there are, for each cell', () => {
    const row = Array.from({ length: 7 }, (_, i) => ({ i, j: 0 }));
    const values = [9, 7, 0, 1, 4, 4, 2];
    const permutations = 40_000;
    const p = permutationP(Float64Array.from(values), neighbours('square', row), {
      permutations,
      seed: 3,
    });
    row.forEach((_, cell) => {
      const expected = shareOfDraws(values, cell);
      // Five standard deviations of a share among so many draws, twice for two sides.
      expect(Math.abs(p[cell]! - expected)).toBeLessThan(5 / Math.sqrt(permutations));
    });
  });

  it('is the same for the same seed and rescaled values, and never 0 nor above 1', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 5 }), (values, power) => {
        const p = permutationP(Float64Array.from(values), around, OPTIONS);
        const scaled = Float64Array.from(values, (value) => value * 2 ** power);
        expect(permutationP(scaled, around, OPTIONS)).toEqual(p);
        expect(Math.min(...p)).toBeGreaterThanOrEqual(2 / 500);
        expect(Math.max(...p)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it('draws anew for another seed', () => {
    const values = Float64Array.from(field, ({ i, j }) => (i * 7 + j * 5) % 11);
    const p = permutationP(values, around, OPTIONS);
    expect(permutationP(values, around, { ...OPTIONS, seed: 2 })).not.toEqual(p);
  });

  it('is 1 in a constant field, for a cell alone, and has nothing to say of no cells', () => {
    const constant = permutationP(new Float64Array(30).fill(2), around, OPTIONS);
    expect(new Set(constant)).toEqual(new Set([1]));
    const alone = neighbours('square', [{ i: 0, j: 0 }]);
    expect([...permutationP(Float64Array.of(4), alone, OPTIONS)]).toEqual([1]);
    expect(permutationP(new Float64Array(0), neighbours('square', []), OPTIONS)).toHaveLength(0);
  });

  it('copes where the neighbours of a cell are all others', () => {
    const block = field.filter(({ i, j }) => i < 2 && j < 2);
    const p = permutationP(Float64Array.of(1, 2, 3, 4), neighbours('square', block), OPTIONS);
    expect([...p]).toEqual([1, 1, 1, 1]);
  });

  it('refuses rows that do not fit, and no permutations', () => {
    expect(() => permutationP(Float64Array.of(1, 2), around, OPTIONS)).toThrow(RangeError);
    const none = { permutations: 0, seed: 1 };
    expect(() => permutationP(new Float64Array(30), around, none)).toThrow(RangeError);
  });
});

/** Two-sided p over all pairs (or single cells at the ends of the row) that could be a cell's neighbours. */
function shareOfDraws(values: readonly number[], cell: number): number {
  const others = values.filter((_, index) => index !== cell);
  const observed = (values[cell - 1] ?? 0) + (values[cell + 1] ?? 0);
  const isEnd = cell === 0 || cell === values.length - 1;
  const sums = isEnd
    ? others
    : others.flatMap((a, first) => others.slice(first + 1).map((b) => a + b));
  const above = sums.filter((sum) => sum >= observed).length / sums.length;
  const below = sums.filter((sum) => sum <= observed).length / sums.length;
  return Math.min(1, 2 * Math.min(above, below));
}
