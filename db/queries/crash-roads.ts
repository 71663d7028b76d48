import { sql } from 'kysely';
import type { Db } from '../client';

/** A crash further from any road than this stays unplaced. */
const SNAP_METRES = 50;

/** Degrees of latitude a metre, a little more than any place needs: the boxes below only pre-select. */
const DEGREES_PER_METRE = 1 / 110_000;

export type SnapSummary = { placed: number; unplaced: number };

/**
 * Puts each crash on the nearest road segment within {@link SNAP_METRES} and notes the distance. Where the crash names a
 * road that the network knows, only that road counts; a crash that no road is near stays unplaced.
 *
 * @returns how many crashes have a road now and how many have none.
 */
export async function snapCrashes(
  db: Db,
  { jurisdiction, metricSrid }: { jurisdiction: string; metricSrid: number },
): Promise<SnapSummary> {
  const { rows } = await sql<SnapSummary>`
    WITH known_name AS (
      SELECT DISTINCT name FROM road_segment WHERE jurisdiction = ${jurisdiction} AND name IS NOT NULL
    ), place AS (
      SELECT crash.month, crash.incident_id, known_name.name AS wanted, incident.geom,
             ST_Transform(incident.geom, ${metricSrid}::int) AS metric,
             ${SNAP_METRES * DEGREES_PER_METRE}::float8 AS up
      FROM crash
      JOIN incident ON incident.jurisdiction = crash.jurisdiction AND incident.month = crash.month
                   AND incident.id = crash.incident_id
      LEFT JOIN known_name ON known_name.name = crash.road_name
      WHERE crash.jurisdiction = ${jurisdiction}
    ), snapped AS (
      SELECT place.month, place.incident_id, nearest.id, nearest.metres
      FROM place
      LEFT JOIN LATERAL (
        SELECT road.id, ST_Distance(ST_Transform(road.geom, ${metricSrid}::int), place.metric) AS metres
        FROM road_segment road
        WHERE road.jurisdiction = ${jurisdiction}
          AND road.geom && ST_Expand(place.geom, place.up / cos(radians(ST_Y(place.geom))), place.up)
          AND (place.wanted IS NULL OR road.name = place.wanted)
        ORDER BY metres, road.id
        LIMIT 1
      ) nearest ON nearest.metres <= ${SNAP_METRES}::float8
    ), updated AS (
      UPDATE crash SET road_id = snapped.id, road_offset_metres = snapped.metres
      FROM snapped
      WHERE crash.jurisdiction = ${jurisdiction} AND crash.month = snapped.month
        AND crash.incident_id = snapped.incident_id
      RETURNING crash.road_id
    )
    SELECT count(road_id)::int AS placed, (count(*) - count(road_id))::int AS unplaced FROM updated
  `.execute(db);
  const [summary] = rows;
  if (!summary) throw new RangeError('an aggregate gives one row');
  return summary;
}
