import type { CellIndex, Lattice } from '../grid/lattice';
import { type Kernel, positionOf } from './kernel';

/** Where the cells of a lattice lie in a box around them, so that a step in the lattice is one in an array. */
export type CellBox = {
  readonly shape: Lattice['shape'];
  readonly cells: readonly CellIndex[];
  readonly firstColumn: number;
  readonly columns: number;
  readonly firstPosition: number;
  readonly positions: number;
};

/** The box of cells in any order. */
export function cellBox(shape: Lattice['shape'], cells: readonly CellIndex[]): CellBox {
  let [firstColumn, lastColumn, firstPosition, lastPosition] = [0, -1, 0, -1];
  cells.forEach((cell, index) => {
    const position = positionOf(shape, cell);
    firstColumn = index === 0 ? cell.i : Math.min(firstColumn, cell.i);
    lastColumn = index === 0 ? cell.i : Math.max(lastColumn, cell.i);
    firstPosition = index === 0 ? position : Math.min(firstPosition, position);
    lastPosition = index === 0 ? position : Math.max(lastPosition, position);
  });
  return {
    shape,
    cells,
    firstColumn,
    columns: lastColumn - firstColumn + 1,
    firstPosition,
    positions: lastPosition - firstPosition + 1,
  };
}

/**
 * Spreads the value of each cell over those around it. What falls outside of the cells is lost: at the edge it is not
 * corrected.
 *
 * @param values one a cell, in the order of the box's cells.
 * @returns one a cell, times the kernel's unit.
 */
export function spread(box: CellBox, values: Float64Array, kernel: Kernel): Float64Array {
  const reach = kernel.steps.reduce(
    (most, { columnStep, positionStep }) =>
      Math.max(most, Math.abs(columnStep), Math.abs(positionStep)),
    0,
  );
  // A margin as wide as the kernel saves each step the look whether it leaves the box.
  const width = box.positions + 2 * reach;
  const field = new Float64Array(width * (box.columns + 2 * reach));
  const steps = Int32Array.from(
    kernel.steps,
    ({ columnStep, positionStep }) => columnStep * width + positionStep,
  );
  const weights = Float64Array.from(kernel.steps, ({ weight }) => weight);
  const places = Int32Array.from(
    box.cells,
    (cell) =>
      (cell.i - box.firstColumn + reach) * width +
      (positionOf(box.shape, cell) - box.firstPosition + reach),
  );
  for (let cell = 0; cell < places.length; cell++) {
    const value = values[cell]!;
    if (value === 0) continue;
    const place = places[cell]!;
    for (let step = 0; step < steps.length; step++)
      field[place + steps[step]!] = field[place + steps[step]!]! + value * weights[step]!;
  }
  const gathered = new Float64Array(places.length);
  for (let cell = 0; cell < places.length; cell++) gathered[cell] = field[places[cell]!]!;
  return gathered;
}
