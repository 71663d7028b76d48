/** Points sorted into the squares of a grid; only squares that hold points take room. */
export type PointIndex = {
  readonly cellMetres: number;
  /** Points in the order of their squares: those of square s are `order[offsets[s] .. offsets[s + 1]]`. */
  readonly order: Uint32Array;
  readonly offsets: Uint32Array;
  /** Column and row of each square, from the south-west corner of all points. */
  readonly columns: Uint32Array;
  readonly rows: Uint32Array;
  readonly extent: Extent;
  readonly places: Places;
};

/** How many columns and rows the points reach over. */
type Extent = { readonly columns: number; readonly rows: number };

/** Square by column and row: `column * rows + row`. */
type Places = { get(key: number): number | undefined; set(key: number, square: number): void };

/** Keys of squares stay whole numbers that a double holds exactly. */
const MOST_KEYS = 2 ** 52;
/** Up to so many squares a point, a table of all of them is faster than a map of those that hold points. */
const TABLE_PLACES_A_POINT = 64;

/**
 * Sorts points into squares, so that those within `cellMetres` of a point lie in its square or the eight around.
 *
 * @param x easting in metres, y northing likewise: n finite numbers each.
 * @param cellMetres side of a square; Infinity makes one square of all.
 * @throws {RangeError} if the lengths differ, a coordinate is not finite, the side is not positive, or the points
 *   spread over more than 2^52 squares.
 */
export function indexPoints(x: Float64Array, y: Float64Array, cellMetres: number): PointIndex {
  const n = x.length;
  if (y.length !== n) throw new RangeError(`${n} eastings and ${y.length} northings`);
  if (!(cellMetres > 0)) throw new RangeError(`a square must have a positive side: ${cellMetres}`);
  const west = span(x);
  const south = span(y);
  const extent = {
    columns: squaresOver(west, cellMetres),
    rows: squaresOver(south, cellMetres),
  };
  if (extent.columns * extent.rows > MOST_KEYS)
    throw new RangeError('the points are too far apart for so small a square');
  const places = placesFor(extent, n);
  const columns = new Uint32Array(n);
  const rows = new Uint32Array(n);
  const squareOf = new Uint32Array(n);
  let squares = 0;
  for (let point = 0; point < n; point++) {
    const column = Math.floor((x[point]! - west.low) / cellMetres);
    const row = Math.floor((y[point]! - south.low) / cellMetres);
    const key = column * extent.rows + row;
    let square = places.get(key);
    if (square === undefined) {
      square = squares++;
      places.set(key, square);
      columns[square] = column;
      rows[square] = row;
    }
    squareOf[point] = square;
  }
  return {
    cellMetres,
    ...sortBy(squareOf, squares),
    columns: columns.slice(0, squares),
    rows: rows.slice(0, squares),
    extent,
    places,
  };
}

/** The square so many columns and rows from another; undefined where it holds no points. */
export function squareBeside(
  index: PointIndex,
  square: number,
  columnStep: number,
  rowStep: number,
): number | undefined {
  const column = index.columns[square]! + columnStep;
  const row = index.rows[square]! + rowStep;
  const { extent, places } = index;
  // A row off the edge would be the key of another column.
  if (column < 0 || row < 0 || column >= extent.columns || row >= extent.rows) return undefined;
  return places.get(column * extent.rows + row);
}

function placesFor({ columns, rows }: Extent, points: number): Places {
  if (columns * rows > TABLE_PLACES_A_POINT * points) return new Map<number, number>();
  // 0 stands for none.
  const table = new Uint32Array(columns * rows);
  return {
    get: (key) => (table[key] ? table[key] - 1 : undefined),
    set: (key, square) => {
      table[key] = square + 1;
    },
  };
}

function squaresOver({ low, high }: { low: number; high: number }, cellMetres: number): number {
  return high < low ? 0 : Math.floor((high - low) / cellMetres) + 1;
}

function span(values: Float64Array): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) throw new RangeError(`a coordinate is ${value}`);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Counting sort: points of a square keep their order. */
function sortBy(squareOf: Uint32Array, squares: number): Pick<PointIndex, 'order' | 'offsets'> {
  const offsets = new Uint32Array(squares + 1);
  for (const square of squareOf) offsets[square + 1]!++;
  for (let square = 0; square < squares; square++) offsets[square + 1]! += offsets[square]!;
  const next = offsets.slice();
  const order = new Uint32Array(squareOf.length);
  squareOf.forEach((square, point) => {
    order[next[square]!++] = point;
  });
  return { order, offsets };
}
