import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import { inTransaction } from '../in-transaction';
import { lockImports } from './imports';
import { incidentsVersion } from './ranking';
import type { AreaUnit } from './ranking/scope';
import { refreshStatistics } from './statistics';

/** What is known of a unit's areas, and of which incidents they were counted. */
export type AreaFacts = {
  /** Changes whenever an area may have. */
  placesVersion: string;
  areas: number;
  /** Of the areas, how many have no outline of their own. */
  estimated: number;
  squareKilometres: number;
  /** Incidents, of all months, that lie in no area. */
  incidentsOutside: number;
  /** Whether they are those of the incidents and areas as they are now. */
  isCurrent: boolean;
};

/** The facts of a unit as they were counted last; undefined where they never were. */
export async function findAreaFacts(
  db: Db,
  jurisdiction: string,
  unit: AreaUnit,
): Promise<AreaFacts | undefined> {
  const { rows } = await sql<AreaFacts>`
    SELECT places_version AS "placesVersion", areas, estimated, kilometres AS "squareKilometres",
           incidents_outside AS "incidentsOutside",
           incidents_version = ${incidentsVersion(jurisdiction)} AND places_version = ${placesVersion(jurisdiction, unit)} AS "isCurrent"
    FROM area_facts CROSS JOIN (
      SELECT count(*)::int AS areas, (count(*) FILTER (WHERE is_estimated))::int AS estimated,
             coalesce(sum(square_kilometres), 0) AS kilometres
      FROM area WHERE jurisdiction = ${jurisdiction} AND unit = ${unit}
    ) known
    WHERE jurisdiction = ${jurisdiction} AND unit = ${unit}
  `.execute(db);
  return rows[0];
}

/** What of the geography the areas of a unit are made of. */
const SUBJECTS: Readonly<Record<AreaUnit, readonly string[]>> = {
  town: ['towns'],
  grid: ['towns', 'grids'],
  village: ['towns', 'villages', 'jurisdiction'],
};

function placesVersion(jurisdiction: string, unit: AreaUnit): RawBuilder<string> {
  return sql`coalesce((
    SELECT string_agg(subject || ' ' || version, ', ' ORDER BY subject) FROM data_version
    WHERE jurisdiction = ${jurisdiction} AND subject = ANY(${SUBJECTS[unit]}::text[])), '')`;
}

/**
 * Makes the areas of a unit anew and counts all incidents by them, in one transaction; imports wait. An incident that
 * lies in two areas, which overlap then, counts in the first by id.
 *
 * @param db the owner's.
 */
export async function countAreas(db: Db, jurisdiction: string, unit: AreaUnit): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await lockImports(transaction, jurisdiction);
    if ((await findAreaFacts(transaction, jurisdiction, unit))?.isCurrent) return;
    // Facts first, by their key: with each area they would go one by one.
    for (const table of ['area_month', 'area'] as const)
      await transaction
        .deleteFrom(table)
        .where('jurisdiction', '=', jurisdiction)
        .where('unit', '=', unit)
        .execute();
    await insertAreas(transaction, jurisdiction, unit);
    // The planner takes a table that was just filled for an empty one, and would compare all outlines with all.
    await refreshStatistics(transaction, ['area']);
    await insertNeighbours(transaction, jurisdiction, unit);
    await insertMonths(transaction, jurisdiction, unit);
    await sql`
      INSERT INTO area_facts (jurisdiction, unit, incidents_version, places_version, incidents_outside)
      SELECT ${jurisdiction}, ${unit}, ${incidentsVersion(jurisdiction)}, ${placesVersion(jurisdiction, unit)},
             (SELECT count(*) FROM incident WHERE jurisdiction = ${jurisdiction})
               - (SELECT coalesce(sum(count), 0) FROM area_month WHERE jurisdiction = ${jurisdiction} AND unit = ${unit})
      ON CONFLICT (jurisdiction, unit) DO UPDATE
        SET incidents_version = excluded.incidents_version, places_version = excluded.places_version,
            incidents_outside = excluded.incidents_outside
    `.execute(transaction);
    await refreshStatistics(transaction, ['area_month']);
  });
}

async function insertAreas(db: Db, jurisdiction: string, unit: AreaUnit): Promise<void> {
  await sql`
    INSERT INTO area (jurisdiction, unit, place, id, town_id, name, name_en, is_estimated, square_kilometres, x, y, point, neighbours, geom)
    SELECT ${jurisdiction}, ${unit}, place, id, town_id, area.name, name_en, is_estimated, ST_Area(geom::geography) / 1e6,
           ST_X(metric.point), ST_Y(metric.point), inside, ARRAY[place], geom
    FROM (
      SELECT *, (row_number() OVER (ORDER BY id COLLATE "C") - 1)::int AS place
      FROM (${SOURCES[unit](jurisdiction)}) source WHERE ST_Area(geom) > 0
    ) area
    JOIN jurisdiction ON code = ${jurisdiction}
    CROSS JOIN LATERAL (SELECT ST_Transform(inside, metric_srid) AS point OFFSET 0) metric
  `.execute(db);
}

/** Rows `(id, town_id, name, name_en, is_estimated, inside, geom)`. */
const SOURCES: Readonly<Record<AreaUnit, (jurisdiction: string) => RawBuilder<unknown>>> = {
  town: (jurisdiction) => sql`
    SELECT id, id AS town_id, name, name_en, false AS is_estimated, ST_PointOnSurface(geom) AS inside, geom
    FROM town WHERE jurisdiction = ${jurisdiction}`,
  grid: (jurisdiction) => sql`
    SELECT id, town_id, name, NULL::text AS name_en, false AS is_estimated, ST_PointOnSurface(geom) AS inside, geom
    FROM grid WHERE jurisdiction = ${jurisdiction}`,
  village: villageAreas,
};

/**
 * Villages by their outlines, where all have one; else what lies nearer to each of them, in metres, than to any other,
 * within the jurisdiction: of half the villages the outlines would leave the other half nothing to stand on.
 */
function villageAreas(jurisdiction: string): RawBuilder<unknown> {
  return sql`
    WITH village_point AS (
      SELECT id, town_id, village.name, geom, ST_Transform(ST_PointOnSurface(geom), metric_srid) AS metric, boundary
      FROM village JOIN jurisdiction ON code = village.jurisdiction WHERE jurisdiction = ${jurisdiction}
    ), field AS (
      SELECT ST_Dump(ST_VoronoiPolygons((SELECT ST_Collect(metric) FROM village_point), 0, ST_Envelope(ST_Transform(boundary, metric_srid)))) AS piece
      FROM jurisdiction WHERE code = ${jurisdiction}
    ), surroundings AS (
      SELECT DISTINCT ON (id) id, (piece).geom AS metric_geom
      FROM village_point JOIN field ON ST_Covers((piece).geom, metric) ORDER BY id
    )
    SELECT id, town_id, name, NULL::text AS name_en, NOT is_outlined AS is_estimated,
           CASE WHEN is_outlined THEN ST_PointOnSurface(geom) ELSE ST_Transform(metric, 4326) END AS inside,
           ST_Multi(CASE WHEN is_outlined THEN ST_CollectionExtract(geom, 3)
             ELSE ST_CollectionExtract(ST_Intersection(coalesce(ST_Transform(metric_geom, 4326), boundary), boundary), 3) END) AS geom
    FROM village_point LEFT JOIN surroundings USING (id)
    CROSS JOIN (SELECT bool_and(ST_Dimension(geom) = 2) AS is_outlined FROM village_point) outlines`;
}

async function insertNeighbours(db: Db, jurisdiction: string, unit: AreaUnit): Promise<void> {
  await sql`
    UPDATE area SET neighbours = found.neighbours
    FROM (
      SELECT here.place, array_agg(there.place ORDER BY there.place) AS neighbours
      FROM area here JOIN area there USING (jurisdiction, unit)
      WHERE jurisdiction = ${jurisdiction} AND unit = ${unit}
        AND here.geom && ST_Expand(there.geom, ${TOUCH_DEGREES}::float8) AND ST_DWithin(here.geom, there.geom, ${TOUCH_DEGREES}::float8)
      GROUP BY here.place
    ) found
    WHERE jurisdiction = ${jurisdiction} AND unit = ${unit} AND area.place = found.place
  `.execute(db);
}

/** About ten metres: borders that were drawn twice seldom meet. */
const TOUCH_DEGREES = 0.0001;

/** From each area to the incidents inside of it, by their index: the other way round each incident would read an outline. */
async function insertMonths(db: Db, jurisdiction: string, unit: AreaUnit): Promise<void> {
  await sql`
    INSERT INTO area_month (jurisdiction, unit, place, month, kind, origin, known_month, count)
    SELECT ${jurisdiction}, ${unit}, place, month, kind, origin, known_month, count(*)
    FROM (
      SELECT min(place) AS place, month, kind, origin, greatest(month, known) AS known_month
      FROM area CROSS JOIN LATERAL (
        SELECT incident.id, month, kind, origin, date_trunc('month', reported_at AT TIME ZONE timezone)::date AS known
        FROM incident JOIN jurisdiction ON code = incident.jurisdiction
        WHERE incident.jurisdiction = ${jurisdiction} AND ST_Covers(area.geom, incident.geom) OFFSET 0
      ) inside
      WHERE area.jurisdiction = ${jurisdiction} AND unit = ${unit}
      GROUP BY inside.id, month, kind, origin, known
    ) counted
    GROUP BY place, month, kind, origin, known_month
  `.execute(db);
}
