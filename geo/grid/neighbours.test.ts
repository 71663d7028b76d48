import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCentre } from './cell-centre';
import type { CellIndex } from './lattice';
import { neighbours } from './neighbours';

const shapes = fc.constantFrom<'square' | 'hex'>('square', 'hex');
const cells = fc.uniqueArray(
  fc.record({ i: fc.integer({ min: -5, max: 5 }), j: fc.integer({ min: -5, max: 5 }) }),
  { selector: ({ i, j }) => `${i},${j}`, maxLength: 80 },
);

function rowOf({ offsets, indices }: ReturnType<typeof neighbours>, cell: number): number[] {
  return [...indices.slice(offsets[cell], offsets[cell + 1])].sort((a, b) => a - b);
}

describe('neighbours', () => {
  it('are the cells whose centres lie near enough', () => {
    fc.assert(
      fc.property(shapes, cells, (shape, given) => {
        const lattice = { shape, sizeMetres: 1, originX: 0, originY: 0 };
        const reach = shape === 'square' ? Math.SQRT2 : 1;
        const found = neighbours(shape, given);
        given.forEach((cell, position) => {
          const near = given.flatMap((other, index) =>
            distance(cellCentre(lattice, cell), cellCentre(lattice, other)) < reach + 1e-6
              ? [index]
              : [],
          );
          expect(rowOf(found, position)).toEqual(near);
        });
      }),
    );
  });

  it('are nine inside a field of squares, seven inside one of hexagons', () => {
    const field: CellIndex[] = Array.from({ length: 9 }, (_, index) => ({
      i: index % 3,
      j: Math.floor(index / 3),
    }));
    expect(rowOf(neighbours('square', field), 4)).toHaveLength(9);
    expect(rowOf(neighbours('hex', field), 4)).toEqual([1, 3, 4, 5, 6, 7, 8]);
  });

  it('refuses a cell that stands twice', () => {
    const twice = [
      { i: 1, j: 1 },
      { i: 1, j: 1 },
    ];
    expect(() => neighbours('square', twice)).toThrow(RangeError);
  });
});

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
