import { sql } from 'kysely';
import { type FeatureQuery, type TileOf, tileCell, tileGeometry, touchesTile } from './tile-sql';

/** Below this zoom the lattice would be a grey veil: its tiles are empty. */
const CELLS_FROM_ZOOM = 12;

/** Layer `cells`: the analysis lattice (id = "i,j", i, j, town_id), from zoom 12. */
export function cellFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT i || ',' || j AS id, i, j, town_id, ${tileGeometry('geom', tile)} AS geom
    FROM cell
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
      AND ${tile.z >= CELLS_FROM_ZOOM}::boolean
    ORDER BY i, j`;
}

/**
 * Layer `hotspots`: the cells of one stored ranking (id = "i,j", i, j, rank, score, count, harm, z, q, town_id), the
 * worst last so that it is drawn on top. A cell smaller than a tile unit stays as a square of one unit.
 */
export function hotspotFeatures({
  jurisdiction,
  tile,
  run,
}: TileOf & { run: string }): FeatureQuery {
  // The tile's cells first, by place: a run has thousands of rows, and a tile few cells.
  return sql`
    WITH near AS MATERIALIZED (
      SELECT i, j, town_id, geom FROM cell
      WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    )
    SELECT near.i || ',' || near.j AS id, near.i, near.j, rank, score, count, harm, z, q, town_id,
           ${tileCell('near.geom', tile)} AS geom
    FROM near
    JOIN hotspot ON hotspot.jurisdiction = ${jurisdiction} AND hotspot.run_id = ${run}::bigint
      AND hotspot.i = near.i AND hotspot.j = near.j
    ORDER BY rank DESC`;
}
