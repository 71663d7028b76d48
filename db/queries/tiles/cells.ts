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
  return sql`
    SELECT hotspot.i || ',' || hotspot.j AS id, hotspot.i, hotspot.j, hotspot.rank, hotspot.score,
           hotspot.count, hotspot.harm, hotspot.z, hotspot.q, cell.town_id,
           ${tileCell('cell.geom', tile)} AS geom
    FROM hotspot
    JOIN cell ON cell.jurisdiction = hotspot.jurisdiction AND cell.i = hotspot.i AND cell.j = hotspot.j
    WHERE hotspot.jurisdiction = ${jurisdiction} AND hotspot.run_id = ${run}::bigint
      AND ${touchesTile('cell.geom', tile)}
    ORDER BY hotspot.rank DESC`;
}
