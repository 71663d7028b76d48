import { type RawBuilder, sql } from 'kysely';
import { TILE_EXTENT, type Tile, tileBounds } from '@/geo/projection/web-mercator';

/** What every inner query is asked: one tile of one jurisdiction. */
export type TileOf = { readonly jurisdiction: string; readonly tile: Tile };

/**
 * A whole SELECT, one row a feature: `geom` in tile units (a row whose geom is null is dropped), and its
 * attributes as text, boolean, integer or double precision columns.
 */
export type FeatureQuery = RawBuilder<unknown>;

/** Margin of lines and areas, in tile units, so that strokes do not break at seams. */
export const SHAPE_MARGIN = 64;
/** Points have no margin; one unit keeps the box from losing one to rounding. */
const POINT_MARGIN = 1;
/** Length of the equator in Web Mercator, metres. */
const WORLD_METRES = 40075016.685578488;

/** Tile units a metre of Web Mercator at a zoom; on the ground a metre is that or more. */
export function metresToUnits(zoom: number): number {
  return (TILE_EXTENT * 2 ** zoom) / WORLD_METRES;
}

/** `column && box` of the tile: a constant box in the column's own CRS, so that GiST serves. */
export function touchesTile(column: string, tile: Tile): RawBuilder<boolean> {
  return overlapsBox(column, tile, SHAPE_MARGIN);
}

/** The same for a column of points. */
export function nearTile(column: string, tile: Tile): RawBuilder<boolean> {
  return overlapsBox(column, tile, POINT_MARGIN);
}

/** Whether a column in EPSG:3857 lies within the tile and a margin of so many units. */
export function liesInTile(
  column: string,
  { z, x, y }: Tile,
  marginUnits: number,
): RawBuilder<boolean> {
  const side = TILE_EXTENT / metresToUnits(z);
  const margin = marginUnits / metresToUnits(z);
  const west = x * side - WORLD_METRES / 2;
  const north = WORLD_METRES / 2 - y * side;
  return sql<boolean>`${sql.ref(column)} @ ST_MakeEnvelope(${west - margin}::float8, ${north - side - margin}::float8, ${west + side + margin}::float8, ${north + margin}::float8, 3857)`;
}

/** The column in tile units, clipped: lines and areas with a margin, points only inside. */
export function tileGeometry(column: string, { z, x, y }: Tile): RawBuilder<unknown> {
  return sql`tile_geometry(${sql.ref(column)}, ${z}::int, ${x}::int, ${y}::int)`;
}

/** A point in tile units; null outside the tile. */
export function tilePoint(column: string, { z, x, y }: Tile): RawBuilder<unknown> {
  return sql`tile_point(${sql.ref(column)}, ${z}::int, ${x}::int, ${y}::int)`;
}

function overlapsBox(column: string, tile: Tile, margin: number): RawBuilder<boolean> {
  const [west, south, east, north] = tileBounds(tile, margin);
  return sql<boolean>`${sql.ref(column)} && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
}
