import { sql } from 'kysely';
import type { BlackSpotRule } from '@/geo/traffic/black-spot-rules';
import type { Db } from '../client';

/** A section is drawn this far beyond its first and last crash. */
const MARGIN_METRES = 25;

export type ScreenedArea = {
  jurisdiction: string;
  metricSrid: number;
  timezone: string;
  /** First day that no longer counts, `YYYY-MM-DD`, local. */
  asOf: string;
};

/** A section that meets a rule, with the crashes that make it do so; lon and lat are a point of it in the middle. */
export type FoundBlackSpot = {
  name: string;
  crashes: number;
  fatal: number;
  serious: number;
  slight: number;
  damage: number;
  lengthMetres: number;
  lon: number;
  lat: number;
};

/**
 * Finds the road sections that meet a rule and stores them, in place of what the same rule found before.
 *
 * Segments of one name are joined where they meet in line; a window slides along each such route, and windows that
 * meet the rule and overlap become one section, from its first crash to its last. Crashes must have been put on
 * their roads by `snapCrashes`. A divided road is two routes, whose crashes are not counted together. Needs a
 * transaction.
 *
 * @returns the sections, those with most crashes first.
 */
export async function screenBlackSpots(
  db: Db,
  area: ScreenedArea,
  rule: BlackSpotRule,
): Promise<FoundBlackSpot[]> {
  // The planner cannot guess how many routes segments merge into, and would spend seconds compiling for millions.
  await sql`SET LOCAL jit = off`.execute(db);
  await db
    .deleteFrom('black_spot')
    .where('jurisdiction', '=', area.jurisdiction)
    .where('rule', '=', rule.id)
    .execute();
  const { rows } = await sql<FoundBlackSpot>`
    WITH ${routesAndCrashes(area, rule)}, ${sections(rule)}, found AS MATERIALIZED (
      SELECT concat_ws(' · ', evidence.name, coalesce(village.name, evidence.first_road)) AS name, first_road,
             crashes, fatal, serious, slight, damage, ST_Length(evidence.geom) AS length_metres,
             ST_Transform(evidence.geom, 4326) AS geom,
             ST_Transform(ST_LineInterpolatePoint(evidence.geom, 0.5), 4326) AS middle
      FROM (
        SELECT *, ST_LineSubstring(route_geom, greatest(0, first_metre - ${MARGIN_METRES}::float8) / length,
                                   least(length, last_metre + ${MARGIN_METRES}::float8) / length) AS geom
        FROM evidence
      ) evidence
      LEFT JOIN LATERAL (
        SELECT name FROM village
        WHERE village.jurisdiction = ${area.jurisdiction}
        ORDER BY village.geom <-> ST_Transform(ST_Centroid(evidence.geom), 4326), name
        LIMIT 1
      ) village ON true
    ), stored AS (
      INSERT INTO black_spot (jurisdiction, name, rule, window_from, window_to, crashes, fatal, serious, length_metres, geom)
      SELECT ${area.jurisdiction}, name, ${rule.id}, ${windowFrom(area, rule)}, ${area.asOf}::date,
             crashes, fatal, serious, length_metres, geom
      FROM found ORDER BY crashes DESC, fatal DESC, first_road
    )
    SELECT name, crashes, fatal, serious, slight, damage, round(length_metres::numeric, 1)::float8 AS "lengthMetres",
           round(ST_X(middle)::numeric, 6)::float8 AS lon, round(ST_Y(middle)::numeric, 6)::float8 AS lat
    FROM found ORDER BY crashes DESC, fatal DESC, first_road, lon, lat
  `.execute(db);
  await sql`SELECT bump_data_version(${area.jurisdiction}, 'black_spots')`.execute(db);
  return rows;
}

/** First day after the month of the latest crash, `YYYY-MM-DD`; undefined where there is no crash. */
export async function dayAfterCrashes(db: Db, jurisdiction: string): Promise<string | undefined> {
  const { rows } = await sql<{ day: string | null }>`
    SELECT (max(month) + interval '1 month')::date::text AS day FROM crash WHERE jurisdiction = ${jurisdiction}
  `.execute(db);
  return rows[0]?.day ?? undefined;
}

/** Whether a jurisdiction has any road. */
export async function hasRoads(db: Db, jurisdiction: string): Promise<boolean> {
  const road = await db
    .selectFrom('road_segment')
    .where('jurisdiction', '=', jurisdiction)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return road !== undefined;
}

function windowFrom({ asOf }: ScreenedArea, { periodMonths }: BlackSpotRule) {
  return sql`(${asOf}::date - make_interval(months => ${periodMonths}::int))::date`;
}

/** CTEs route (geom in metres, length) and located (each crash of the period with its metre along its route). */
function routesAndCrashes(area: ScreenedArea, rule: BlackSpotRule) {
  const { jurisdiction, metricSrid, timezone, asOf } = area;
  return sql`
    route AS MATERIALIZED (
      SELECT row_number() OVER (ORDER BY name, ST_AsBinary(geom)) AS id, name, geom, ST_Length(geom) AS length
      FROM (
        SELECT name, (ST_Dump(ST_LineMerge(ST_Collect(ST_Transform(geom, ${metricSrid}::int) ORDER BY id)))).geom AS geom
        FROM road_segment WHERE jurisdiction = ${jurisdiction} GROUP BY name
      ) merged
      WHERE ST_Length(geom) > 0
    ), crashed AS MATERIALIZED (
      SELECT crash.month, crash.incident_id, crash.severity, crash.road_id, coalesce(road.name, '') AS name,
             place.at, ST_Expand(place.at, 1) AS near
      FROM crash
      JOIN incident ON incident.jurisdiction = crash.jurisdiction AND incident.month = crash.month
                   AND incident.id = crash.incident_id
      JOIN road_segment road ON road.jurisdiction = crash.jurisdiction AND road.id = crash.road_id
      CROSS JOIN LATERAL (
        SELECT ST_ClosestPoint(ST_Transform(road.geom, ${metricSrid}::int),
                               ST_Transform(incident.geom, ${metricSrid}::int)) AS at
        OFFSET 0
      ) place
      WHERE crash.jurisdiction = ${jurisdiction}
        AND crash.severity = ANY (${[...rule.severities]}::text[])
        AND crash.month >= date_trunc('month', ${windowFrom(area, rule)})::date AND crash.month < ${asOf}::date
        AND incident.occurred_from >= ${windowFrom(area, rule)}::timestamp AT TIME ZONE ${timezone}
        AND incident.occurred_from < ${asOf}::date::timestamp AT TIME ZONE ${timezone}
    ), located AS MATERIALIZED (
      SELECT DISTINCT ON (crashed.month, crashed.incident_id)
             crashed.severity, crashed.road_id, route.id AS route_id,
             least(ST_LineLocatePoint(route.geom, crashed.at) * route.length, route.length - 0.001) AS metre
      FROM crashed JOIN route ON coalesce(route.name, '') = crashed.name AND route.geom && crashed.near
      ORDER BY crashed.month, crashed.incident_id, ST_Distance(route.geom, crashed.at), route.id
    )`;
}

/** CTE evidence: one row a section, with what it holds. */
function sections({ windowMetres, stepMetres, atLeast }: BlackSpotRule) {
  const step = sql`${stepMetres}::float8`;
  const size = sql`${windowMetres}::float8`;
  return sql`
    met AS (
      SELECT located.route_id, step_number
      FROM located
      JOIN route ON route.id = located.route_id
      CROSS JOIN LATERAL generate_series(
        greatest(0, floor((located.metre - ${size}) / ${step})::int + 1),
        least(floor(located.metre / ${step})::int, greatest(0, ceil((route.length - ${size}) / ${step})::int))
      ) AS step_number
      GROUP BY located.route_id, step_number
      HAVING count(*) >= ${atLeast}::int
    ), island AS (
      SELECT route_id, step_number, sum(is_start) OVER (PARTITION BY route_id ORDER BY step_number) AS number
      FROM (
        SELECT route_id, step_number,
               CASE WHEN (step_number - lag(step_number) OVER (PARTITION BY route_id ORDER BY step_number)) * ${step} < ${size}
                    THEN 0 ELSE 1 END AS is_start
        FROM met
      ) marked
    ), section AS (
      SELECT route_id, number, min(step_number) * ${step} AS from_metre, max(step_number) * ${step} + ${size} AS to_metre
      FROM island GROUP BY route_id, number
    ), evidence AS (
      SELECT route.name, route.geom AS route_geom, route.length, min(located.metre) AS first_metre,
             max(located.metre) AS last_metre, min(located.road_id) AS first_road, count(*)::int AS crashes,
             (count(*) FILTER (WHERE severity = 'fatal'))::int AS fatal,
             (count(*) FILTER (WHERE severity = 'serious'))::int AS serious,
             (count(*) FILTER (WHERE severity = 'slight'))::int AS slight,
             (count(*) FILTER (WHERE severity = 'damage'))::int AS damage
      FROM section
      JOIN route ON route.id = section.route_id
      JOIN located ON located.route_id = section.route_id
                  AND located.metre >= section.from_metre AND located.metre < section.to_metre
      GROUP BY section.route_id, section.number, route.name, route.geom, route.length
    )`;
}
