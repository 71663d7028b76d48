import type { CellIndex, Lattice } from '../grid/lattice';

/**
 * Density at the centres of square cells under a Gaussian kernel that nothing cuts off: every point counts everywhere, so that
 * it is exact. Not corrected at the edge. The kernel is one of eastings times one of northings, so that each point costs a
 * column and a row of exponentials, not a field of them.
 *
 * @param points metres in the lattice's CRS.
 * @param bandwidthMetres its standard deviation.
 * @returns points per square metre, in the order of the cells.
 * @throws {RangeError} for hexagons, another bandwidth than one above 0, points that are no places.
 * @see Silverman (1986), Density Estimation for Statistics and Data Analysis, ISBN 0412246201
 */
export function gaussianSurface(
  lattice: Lattice,
  cells: readonly CellIndex[],
  { x, y }: { x: Float64Array; y: Float64Array },
  { bandwidthMetres: h }: { bandwidthMetres: number },
): Float64Array<ArrayBuffer> {
  if (lattice.shape !== 'square') throw new RangeError('the centres of hexagons make no rows');
  if (!(h > 0 && Number.isFinite(h))) throw new RangeError(`the bandwidth cannot be ${h}`);
  if (x.length !== y.length) throw new RangeError(`${x.length} eastings, ${y.length} northings`);
  const columns = distinct(cells.map(({ i }) => i));
  const rows = distinct(cells.map(({ j }) => j));
  const sums = new Float64Array(columns.length * rows.length);
  const { originX, originY, sizeMetres } = lattice;
  for (let point = 0; point < x.length; point++) {
    const [east, north] = [x[point]!, y[point]!];
    if (!Number.isFinite(east + north)) throw new RangeError(`point ${point} is not finite`);
    const byColumn = nearness(columns, (east - originX) / sizeMetres, sizeMetres / h);
    const byRow = nearness(rows, (north - originY) / sizeMetres, sizeMetres / h);
    for (let column = 0; column < columns.length; column++) {
      const start = column * rows.length;
      const weight = byColumn[column]!;
      for (let row = 0; row < rows.length; row++)
        sums[start + row] = sums[start + row]! + weight * byRow[row]!;
    }
  }
  const columnAt = new Map(columns.map((i, index) => [i, index]));
  const rowAt = new Map(rows.map((j, index) => [j, index]));
  return Float64Array.from(
    cells,
    ({ i, j }) => sums[columnAt.get(i)! * rows.length + rowAt.get(j)!]! / (2 * Math.PI * h * h),
  );
}

/** exp(−d²/2) of each index's centre, d in bandwidths. */
function nearness(indices: readonly number[], place: number, cellBandwidths: number): Float64Array {
  return Float64Array.from(indices, (index) =>
    Math.exp(-(((index + 0.5 - place) * cellBandwidths) ** 2) / 2),
  );
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
