import { sql } from 'kysely';
import { type FeatureQuery, type TileOf, tileGeometry, touchesTile } from './tile-sql';

/** Layer `outline`: the jurisdiction's boundary (id = its code, name). */
export function outlineFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT code AS id, name, ${tileGeometry('boundary', tile)} AS geom
    FROM jurisdiction
    WHERE code = ${jurisdiction} AND ${touchesTile('boundary', tile)}`;
}

/** Layer `towns`: areas (id, name, name_en, kind, is_sketch). */
export function townFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, name, name_en, kind, is_sketch, ${tileGeometry('geom', tile)} AS geom
    FROM town
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ORDER BY id`;
}

/** Layer `villages`: areas, or points where no outline is known (id, name, town_id). */
export function villageFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, name, town_id, ${tileGeometry('geom', tile)} AS geom
    FROM village
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ORDER BY id`;
}

/** Layer `grids`: areas (id, name, town_id). */
export function gridFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, name, town_id, ${tileGeometry('geom', tile)} AS geom
    FROM grid
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ORDER BY id`;
}

/** Layer `patrol_zones`: areas (id, name, town_id, version). */
export function patrolZoneFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, name, town_id, version, ${tileGeometry('geom', tile)} AS geom
    FROM patrol_zone
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ORDER BY id`;
}

/** Layer `water`: rivers as lines, lakes as areas (id, name). */
export function waterFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, name, ${tileGeometry('geom', tile)} AS geom
    FROM water
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ORDER BY id`;
}
