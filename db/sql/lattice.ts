import { type Expression, type RawBuilder, sql } from 'kysely';
import { hexColumnStep, type Lattice } from '@/geo/grid/lattice';

/**
 * The cell of a point as a subquery of one row (i integer, j integer), to be joined LATERAL. The twin of
 * `cellIndex` in geo/grid, operation by operation.
 *
 * @param x easting in metres of the lattice's CRS, double precision; y northing likewise.
 */
export function latticeIndex(
  lattice: Lattice,
  x: Expression<number>,
  y: Expression<number>,
): RawBuilder<{ i: number; j: number }> {
  const dx = sql`(${x} - ${number(lattice.originX)})`;
  const dy = sql`(${y} - ${number(lattice.originY)})`;
  const size = number(lattice.sizeMetres);
  if (lattice.shape === 'square')
    return sql`(SELECT floor(${dx} / ${size})::int AS i, floor(${dy} / ${size})::int AS j)`;
  const step = number(hexColumnStep(lattice.sizeMetres));
  return sql`(
    SELECT CASE WHEN chosen.is_left THEN rowed.lower ELSE rowed.lower + 1 END AS i,
           (CASE WHEN chosen.is_left THEN rowed.lower_row ELSE rowed.upper_row END)::int AS j
    FROM (SELECT ${dx} AS dx, ${dy} AS dy, floor(${dx} / ${step})::int AS lower OFFSET 0) point
    CROSS JOIN LATERAL (
      SELECT point.lower,
             floor(point.dy / ${size} - (point.lower & 1) * 0.5::float8 + 0.5::float8) AS lower_row,
             floor(point.dy / ${size} - ((point.lower + 1) & 1) * 0.5::float8 + 0.5::float8) AS upper_row
      OFFSET 0
    ) rowed
    CROSS JOIN LATERAL (
      SELECT point.dx - ${step} * rowed.lower AS left_x,
             point.dy - ${size} * (rowed.lower_row + (rowed.lower & 1) * 0.5::float8) AS left_y,
             point.dx - ${step} * (rowed.lower + 1) AS right_x,
             point.dy - ${size} * (rowed.upper_row + ((rowed.lower + 1) & 1) * 0.5::float8) AS right_y
      OFFSET 0
    ) gap
    CROSS JOIN LATERAL (
      SELECT left_x * left_x + left_y * left_y <= right_x * right_x + right_y * right_y AS is_left OFFSET 0
    ) chosen
  )`;
}

/**
 * All cells whose extent touches a box, as a subquery of rows (i, j, x, y): the twin of `cellCentre`, x and y being
 * the centre in metres of the lattice's CRS. A hexagon column or row beyond the box may come along.
 *
 * @param box a geometry in the lattice's CRS, of which the extent is taken.
 */
export function latticeCells(
  lattice: Lattice,
  box: Expression<unknown>,
): RawBuilder<{ i: number; j: number; x: number; y: number }> {
  const step = number(columnStep(lattice));
  const size = number(lattice.sizeMetres);
  const originX = number(lattice.originX);
  const originY = number(lattice.originY);
  const middle = latticeCentre(lattice, { i: sql`i`, j: sql`j`, odd: sql`(i & 1)` });
  const centre = sql`${middle.x} AS x, ${middle.y} AS y`;
  return sql`(
    SELECT i, j, ${centre}
    FROM generate_series(floor((ST_XMin(${box}) - ${originX}) / ${step})::int - 1,
                         floor((ST_XMax(${box}) - ${originX}) / ${step})::int + 1) AS i,
         generate_series(floor((ST_YMin(${box}) - ${originY}) / ${size})::int - 1,
                         floor((ST_YMax(${box}) - ${originY}) / ${size})::int + 1) AS j
  )`;
}

/**
 * Centre of a cell in metres of the lattice's CRS. Linear in its indices, and so also the mean of the centres of
 * several cells by the means of theirs.
 *
 * @param index integers or double precision; `odd` is 1 for a cell whose `i` is odd, else 0.
 */
export function latticeCentre(
  lattice: Lattice,
  { i, j, odd }: { i: RawBuilder<number>; j: RawBuilder<number>; odd: RawBuilder<number> },
): { x: RawBuilder<number>; y: RawBuilder<number> } {
  const step = number(columnStep(lattice));
  const size = number(lattice.sizeMetres);
  const x = lattice.shape === 'square' ? sql`(${i} + 0.5::float8)` : i;
  const row = lattice.shape === 'square' ? sql`0.5::float8` : sql`${odd} * 0.5::float8`;
  return {
    x: sql`${number(lattice.originX)} + ${step} * ${x}`,
    y: sql`${number(lattice.originY)} + ${size} * (${j} + ${row})`,
  };
}

/** Metres from the centre of a column to that of the next. */
export function columnStep({ shape, sizeMetres }: Lattice): number {
  return shape === 'square' ? sizeMetres : hexColumnStep(sizeMetres);
}

/**
 * Outline of the cell with a given centre, in the lattice's CRS without SRID: the twin of `cellPolygon`.
 */
export function latticePolygon(
  lattice: Lattice,
  x: Expression<number>,
  y: Expression<number>,
): RawBuilder<unknown> {
  const up = number(lattice.sizeMetres / 2);
  if (lattice.shape === 'square')
    return sql`ST_MakeEnvelope(${x} - ${up}, ${y} - ${up}, ${x} + ${up}, ${y} + ${up})`;
  const across = hexColumnStep(lattice.sizeMetres) / 3;
  const corner = (h: number, v: number) =>
    sql`ST_MakePoint(${x} + ${number(across * h)}, ${y} + ${number((lattice.sizeMetres / 2) * v)})`;
  return sql`ST_MakePolygon(ST_MakeLine(ARRAY[${sql.join([
    corner(2, 0),
    corner(1, 1),
    corner(-1, 1),
    corner(-2, 0),
    corner(-1, -1),
    corner(1, -1),
    corner(2, 0),
  ])}]))`;
}

/** Bound and typed: an untyped parameter beside an integer would be read as one. */
function number(value: number): RawBuilder<number> {
  return sql<number>`${value}::float8`;
}
