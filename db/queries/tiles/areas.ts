import { sql } from 'kysely';
import { type FeatureQuery, type TileOf, tileGeometry, touchesTile } from './tile-sql';

/**
 * Layer `areas`: the grids, villages or towns of one stored ranking (id, name, rank, standing = rank / areas ranked,
 * score, count, per_km2, z, q), by their outlines of now.
 */
export function areaFeatures({ jurisdiction, tile, run }: TileOf & { run: string }): FeatureQuery {
  return sql`
    SELECT area.id, area.name, rank, rank::float8 / cells_total AS standing, score, count,
           count / area_hotspot.square_kilometres AS per_km2, z, q, ${tileGeometry('geom', tile)} AS geom
    FROM ranking_run
    JOIN area ON area.jurisdiction = ranking_run.jurisdiction AND unit = parameters ->> 'unit' AND ${touchesTile('area.geom', tile)}
    JOIN area_hotspot ON area_hotspot.jurisdiction = area.jurisdiction AND run_id = ranking_run.id AND area_id = area.id
    WHERE ranking_run.jurisdiction = ${jurisdiction} AND ranking_run.id = ${run}::bigint
    ORDER BY rank DESC`;
}
