import { type CellIndex, hexColumnStep, type Lattice } from './lattice';

/**
 * The cell that holds a point: by arithmetic, never by a polygon join.
 *
 * Operation by operation the same as `latticeIndex` in db/sql/lattice.ts, so that both give the same cell for the
 * same doubles. A point on an edge belongs to the cell above or to the right (square), to the lower column (hexagon).
 *
 * @param x easting in metres of the lattice's CRS; y northing likewise.
 */
export function cellIndex(lattice: Lattice, x: number, y: number): CellIndex {
  const dx = x - lattice.originX;
  const dy = y - lattice.originY;
  const size = lattice.sizeMetres;
  if (lattice.shape === 'square') return { i: Math.floor(dx / size), j: Math.floor(dy / size) };

  const step = hexColumnStep(size);
  const left = Math.floor(dx / step);
  const leftRow = nearestRow(left, dy, size);
  const rightRow = nearestRow(left + 1, dy, size);
  // A hexagon reaches one edge from its centre and columns are 1.5 edges apart: only two columns can hold the point.
  return squaredDistance(left, leftRow, dx, dy, step, size) <=
    squaredDistance(left + 1, rightRow, dx, dy, step, size)
    ? { i: left, j: leftRow }
    : { i: left + 1, j: rightRow };
}

function nearestRow(column: number, dy: number, size: number): number {
  return Math.floor(dy / size - (column & 1) * 0.5 + 0.5);
}

function squaredDistance(
  column: number,
  row: number,
  dx: number,
  dy: number,
  step: number,
  size: number,
): number {
  const x = dx - step * column;
  const y = dy - size * (row + (column & 1) * 0.5);
  return x * x + y * y;
}
