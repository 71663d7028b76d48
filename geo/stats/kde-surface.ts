import { type CellIndex, hexColumnStep, type Lattice } from '../grid/lattice';

export type KdeOptions = {
  /** h: points farther than this from a centre do not count there. */
  readonly bandwidthMetres: number;
};

/**
 * Kernel density at the centres of cells: exact, each point with the quartic kernel 3/(πh²)·(1 − d²/h²)² for d < h.
 *
 * Not corrected at the edge: what lies outside the jurisdiction and is not known to us counts as empty.
 *
 * @param cells n cells of the lattice; the box around them is what is held in memory.
 * @param x easting in metres, y northing likewise, of the points.
 * @returns n densities in points per square metre; all 0 without points.
 * @throws {RangeError} if the bandwidth is not a positive number, the lengths of x and y differ, or a point is not finite.
 * @see Silverman (1986), Density Estimation for Statistics and Data Analysis, eq. 4.5
 */
export function kdeSurface(
  lattice: Lattice,
  cells: readonly CellIndex[],
  { x, y }: { x: Float64Array; y: Float64Array },
  { bandwidthMetres }: KdeOptions,
): Float64Array<ArrayBuffer> {
  if (!(bandwidthMetres > 0 && Number.isFinite(bandwidthMetres)))
    throw new RangeError(`the bandwidth must be a positive number, got ${bandwidthMetres}`);
  if (x.length !== y.length) throw new RangeError(`${x.length} eastings, ${y.length} northings`);
  if (cells.length === 0) return new Float64Array(0);
  const box = boxAround(cells);
  const sums = new Float64Array(box.columns * box.rows);
  for (let point = 0; point < x.length; point++) {
    const [east, north] = [x[point]!, y[point]!];
    if (!Number.isFinite(east + north)) throw new RangeError(`point ${point} is not finite`);
    stamp(sums, box, lattice, { east, north, bandwidthMetres });
  }
  const scale = 3 / (Math.PI * bandwidthMetres ** 2);
  return Float64Array.from(
    cells,
    ({ i, j }) => scale * sums[(i - box.firstColumn) * box.rows + j - box.firstRow]!,
  );
}

type Box = { firstColumn: number; firstRow: number; columns: number; rows: number };

/** Adds one point to each cell of the box whose centre is nearer than the bandwidth. */
function stamp(
  sums: Float64Array,
  { firstColumn, firstRow, columns, rows }: Box,
  { shape, sizeMetres, originX, originY }: Lattice,
  { east, north, bandwidthMetres: h }: { east: number; north: number; bandwidthMetres: number },
): void {
  const isHex = shape === 'hex';
  const columnStep = isHex ? hexColumnStep(sizeMetres) : sizeMetres;
  const centre = isHex ? 0 : 0.5;
  const place = (east - originX) / columnStep - centre;
  const reach = h / columnStep;
  const from = Math.max(Math.ceil(place - reach), firstColumn);
  const to = Math.min(Math.floor(place + reach), firstColumn + columns - 1);
  for (let i = from; i <= to; i++) {
    const dx = east - (originX + columnStep * (i + centre));
    const halfHeight = Math.sqrt(Math.max(0, h * h - dx * dx)) / sizeMetres;
    const lift = isHex ? (i & 1) * 0.5 : 0.5;
    const row = (north - originY) / sizeMetres - lift;
    const low = Math.max(Math.ceil(row - halfHeight), firstRow);
    const high = Math.min(Math.floor(row + halfHeight), firstRow + rows - 1);
    const start = (i - firstColumn) * rows - firstRow;
    for (let j = low; j <= high; j++) {
      const dy = north - (originY + sizeMetres * (j + lift));
      const nearness = 1 - (dx * dx + dy * dy) / (h * h);
      if (nearness > 0) sums[start + j]! += nearness * nearness;
    }
  }
}

function boxAround(cells: readonly CellIndex[]): Box {
  let [firstColumn, firstRow] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [lastColumn, lastRow] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { i, j } of cells) {
    firstColumn = Math.min(firstColumn, i);
    lastColumn = Math.max(lastColumn, i);
    firstRow = Math.min(firstRow, j);
    lastRow = Math.max(lastRow, j);
  }
  return {
    firstColumn,
    firstRow,
    columns: lastColumn - firstColumn + 1,
    rows: lastRow - firstRow + 1,
  };
}
