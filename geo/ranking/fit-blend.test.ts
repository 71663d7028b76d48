import { describe, expect, it } from 'vitest';
import { blendCandidates, fitBlend } from './fit-blend';
import { boxCells, knownOf, randomHappened } from './testing/random-known';

const lattice = { shape: 'square', sizeMetres: 250 } as const;
const cells = boxCells(20, 20);
const origins = Array.from({ length: 12 }, (_, index) => 36 + index);

describe('fitBlend', () => {
  it('goes by the long history where every cell keeps its own rate', async () => {
    const known = knownOf('square', cells, 48, randomHappened(21, cells.length, 48));
    const fitted = await fitBlend(known, { origins, limit: 10, lattice });
    expect(fitted!.all_history).toBeGreaterThan(0.5);
    const own = Object.values(fitted!).reduce((sum, weight) => sum + weight, 0);
    expect(own).toBeGreaterThan(0.9);
    expect(own).toBeLessThan(1.1);
    expect(Object.values(fitted!).every((weight) => weight >= 0)).toBe(true);
  });

  it('has nothing to go by where nothing happened', async () => {
    const known = knownOf('square', cells, 48, []);
    expect(await fitBlend(known, { origins, limit: 10, lattice })).toBeNull();
  });

  it('fits the hottest cells by themselves, too', async () => {
    const known = knownOf('square', cells, 48, randomHappened(22, cells.length, 48));
    const tried = await blendCandidates(known, { origins, limit: 10, lattice });
    expect(tried).toHaveLength(3);
    expect(new Set(tried.map((parameters) => JSON.stringify(parameters))).size).toBe(3);
    expect(tried[0]).toEqual(await fitBlend(known, { origins, limit: 10, lattice }));
  });
});
