import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCentre } from '../grid/cell-centre';
import { inverseKernel, KERNEL_UNIT, quarticKernel } from './kernel';
import { cellBox, spread } from './spread';

const shapes = fc.constantFrom<'square' | 'hex'>('square', 'hex');
const cells = fc.uniqueArray(
  fc.record({ i: fc.integer({ min: -4, max: 4 }), j: fc.integer({ min: -4, max: 4 }) }),
  { selector: ({ i, j }) => `${i},${j}`, minLength: 1, maxLength: 60 },
);

describe('spread', () => {
  it('carries each value to the cells whose centres are near enough, by their distance', () => {
    fc.assert(
      fc.property(shapes, cells, fc.integer({ min: 1, max: 900 }), (shape, given, bandwidth) => {
        const lattice = { shape, sizeMetres: 250, originX: 0, originY: 0 };
        const values = Float64Array.from(given, (_, index) => (index * 7) % 5);
        const found = spread(cellBox(shape, given), values, quarticKernel(lattice, bandwidth));
        given.forEach((cell, index) => {
          const [x, y] = cellCentre(lattice, cell);
          const expected = given.reduce((sum, other, at) => {
            const [otherX, otherY] = cellCentre(lattice, other);
            const metres = Math.hypot(x - otherX, y - otherY);
            const weight = metres > bandwidth ? 0 : (1 - (metres / bandwidth) ** 2) ** 2;
            return sum + values[at]! * weight;
          }, 0);
          expect(Math.abs(found[index]! / KERNEL_UNIT - expected)).toBeLessThan(
            given.length * 5e-4,
          );
        });
      }),
    );
  });

  it('leaves a cell alone under a bandwidth of its own size', () => {
    expect(quarticKernel({ shape: 'square', sizeMetres: 250 }, 250).steps).toEqual([
      { columnStep: 0, positionStep: 0, weight: KERNEL_UNIT },
    ]);
  });

  it('reaches as many cells as lie within ProMap’s distance', () => {
    expect(inverseKernel({ shape: 'square', sizeMetres: 100 }, 2).steps).toHaveLength(13);
    expect(inverseKernel({ shape: 'hex', sizeMetres: 100 }, 1).steps).toHaveLength(7);
  });
});
