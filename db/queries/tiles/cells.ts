import { type RawBuilder, sql } from 'kysely';
import { TILE_EXTENT, type Tile } from '@/geo/projection/web-mercator';
import {
  type FeatureQuery,
  liesInTile,
  metresToUnits,
  SHAPE_MARGIN,
  type TileOf,
  touchesTile,
} from './tile-sql';

/** Below this zoom the lattice would be a grey veil: its tiles are empty. */
const CELLS_FROM_ZOOM = 12;
/**
 * Rounding moves a corner by 0.71 units at most. So a square or hexagon of this many units a side, or flat to flat,
 * neither vanishes nor crosses itself, whatever it is rounded to.
 */
const SAFE_CELL_UNITS = 4;

/** Layer `cells`: the analysis lattice (id = "i,j", i, j, town_id), from zoom 12. */
export function cellFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  const clipped = sql`tile_shape(mercator, ${tile.z}::int, ${tile.x}::int, ${tile.y}::int)`;
  return sql`
    SELECT i || ',' || j AS id, i, j, town_id, ${cellShape(jurisdiction, tile, clipped)} AS geom
    FROM cell
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
      AND ${tile.z >= CELLS_FROM_ZOOM}::boolean
    ORDER BY i, j`;
}

/** Rankers that look around give nearly every cell a score: further down, those without incidents would only veil the map. */
const ALWAYS_DRAWN = 500;

/**
 * Layer `hotspots`: the cells of one stored ranking (id = "i,j", i, j, rank, score, count, harm, z, q, town_id), the
 * worst last so that it is drawn on top. A cell smaller than a tile unit stays as a square of one unit.
 */
export function hotspotFeatures({
  jurisdiction,
  tile,
  run,
}: TileOf & { run: string }): FeatureQuery {
  const clipped = sql`tile_cell(mercator, ${tile.z}::int, ${tile.x}::int, ${tile.y}::int)`;
  // The tile's cells first, by place: a run has thousands of rows, and a tile few cells.
  return sql`
    WITH near AS MATERIALIZED (
      SELECT i, j, town_id, mercator FROM cell
      WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    )
    SELECT near.i || ',' || near.j AS id, near.i, near.j, rank, score, count, harm, z, q, town_id,
           ${cellShape(jurisdiction, tile, clipped)} AS geom
    FROM near
    JOIN hotspot ON hotspot.jurisdiction = ${jurisdiction} AND hotspot.run_id = ${run}::bigint
      AND hotspot.i = near.i AND hotspot.j = near.j AND (rank <= ${ALWAYS_DRAWN}::int OR count > 0)
    ORDER BY rank DESC`;
}

/** The column `mercator` in tile units: by mere scaling where the whole cell lies in the tile, else as `clipped`. */
export function cellShape(
  jurisdiction: string,
  tile: Tile,
  clipped: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const unitsAMetre = metresToUnits(tile.z);
  const halfWorld = (TILE_EXTENT * 2 ** tile.z) / 2;
  const size = sql`(SELECT cell_size_metres FROM jurisdiction WHERE code = ${jurisdiction})`;
  return sql`CASE
    WHEN ${size} * ${unitsAMetre}::float8 >= ${SAFE_CELL_UNITS}::float8 AND ${liesInTile('mercator', tile, SHAPE_MARGIN)}
    THEN ST_SetSRID(ST_SnapToGrid(ST_Affine(mercator, ${unitsAMetre}::float8, 0, 0, ${-unitsAMetre}::float8,
           ${halfWorld - TILE_EXTENT * tile.x}::float8, ${halfWorld - TILE_EXTENT * tile.y}::float8), 1), 0)
    ELSE ${clipped}
  END`;
}
