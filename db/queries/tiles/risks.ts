import { sql } from 'kysely';
import {
  type FeatureQuery,
  nearTile,
  type TileOf,
  tileGeometry,
  tilePoint,
  touchesTile,
} from './tile-sql';

/** Live points from which premises are red: one grave defect is enough (the least of those weighs 8). */
const RED_FROM_POINTS = 8;

/**
 * Layer `hazards`: points (id, category, severity, state, is_listed, title, town_id, overdue).
 *
 * @param today local date, YYYY-MM-DD: an open hazard is overdue when its deadline lies before it.
 */
export function hazardFeatures({
  jurisdiction,
  tile,
  today,
}: TileOf & { today: string }): FeatureQuery {
  return sql`
    SELECT id, category, severity, state, is_listed, title, town_id,
           coalesce(deadline < ${today}::date AND state NOT IN ('closed', 'withdrawn'), false) AS overdue,
           ${tilePoint('geom', tile)} AS geom
    FROM hazard
    WHERE jurisdiction = ${jurisdiction} AND ${nearTile('geom', tile)}
    ORDER BY id`;
}

/**
 * Layer `black_spots`: road sections as lines, marked places as points (id, name, rule, crashes, fatal, serious). A
 * section too short for the zoom stays as a point.
 */
export function blackSpotFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, name, rule, crashes, fatal, serious,
           coalesce(${tileGeometry('geom', tile)}, tile_point(ST_Centroid(geom), ${tile.z}::int, ${tile.x}::int, ${tile.y}::int)) AS geom
    FROM black_spot
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ORDER BY id`;
}

/**
 * Layer `premises`: points (id, kind, town_id, live_points, assumed_points, risk). `risk` speaks of the live points only:
 * red (a grave defect open, or as much in small ones), yellow (any open), green (checked, none open), unchecked.
 */
export function premisesFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  return sql`
    SELECT id, kind, town_id, live_points, assumed_points,
           CASE WHEN live_points IS NULL THEN 'unchecked' WHEN live_points >= ${RED_FROM_POINTS}::float8 THEN 'red'
                WHEN live_points > 0 THEN 'yellow' ELSE 'green' END AS risk,
           ${tilePoint('geom', tile)} AS geom
    FROM premises
    WHERE jurisdiction = ${jurisdiction} AND ${nearTile('geom', tile)}
    ORDER BY id`;
}
