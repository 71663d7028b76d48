import type { MultiPolygon } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import { incidentsVersion } from './ranking';

/** Months as `YYYY-MM`, both ends included. */
export type MonthSpan = { readonly from: string; readonly to: string };

export type NewEffectRegistration = {
  readonly jurisdiction: string;
  readonly name: string;
  readonly campaign: string | null;
  /** Null: all kinds. */
  readonly kinds: readonly string[] | null;
  readonly origins: readonly string[];
  /** 0: displacement is not looked for. */
  readonly ringMetres: number;
  readonly before: MonthSpan;
  readonly during: MonthSpan;
  readonly note: string | null;
  readonly registeredBy: string | null;
};

export type EffectRegistration = NewEffectRegistration & {
  readonly id: string;
  readonly registeredAt: Date;
  /** Whether its first month during had begun when it was registered. */
  readonly isLate: boolean;
  /** Whether its first month during has begun now. */
  readonly hasBegun: boolean;
  /** Whether its last month during is over now. */
  readonly isOver: boolean;
  readonly areas: readonly EffectArea[];
};

/** One unit of the comparison. */
type EffectArea = {
  readonly part: 'treated' | 'control';
  readonly position: number;
  readonly name: string;
  /** Null: drawn, or a town that has gone since. */
  readonly townId: string | null;
};

/** A drawn area, in degrees. */
export type DrawnArea = { readonly name: string; readonly geometry: MultiPolygon };

/** Writes a registration, now. @returns its id; its areas follow in the same transaction. */
export async function insertEffectRegistration(
  db: Db,
  registration: NewEffectRegistration,
): Promise<string> {
  const { before, during, kinds } = registration;
  const { id } = await db
    .insertInto('effect_registration')
    .values({
      jurisdiction: registration.jurisdiction,
      name: registration.name,
      campaign_id: registration.campaign,
      kinds: kinds === null ? null : [...kinds],
      origins: [...registration.origins],
      ring_metres: registration.ringMetres,
      before_from: `${before.from}-01`,
      before_to: `${before.to}-01`,
      during_from: `${during.from}-01`,
      during_to: `${during.to}-01`,
      note: registration.note,
      registered_by: registration.registeredBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Which registration, and as what an area belongs to it. */
type AreaKey = {
  readonly jurisdiction: string;
  readonly registration: string;
  readonly part: EffectArea['part'];
};

/** Adds towns to a registration, as they lie now, in the order given. Ids that are no towns are left out. */
export async function insertEffectTowns(
  db: Db,
  { jurisdiction, registration, part }: AreaKey,
  towns: readonly string[],
): Promise<void> {
  await sql`
    INSERT INTO effect_area (jurisdiction, registration_id, part, position, name, town_id, geom)
    SELECT ${jurisdiction}, ${registration}::bigint, ${part}, asked.position::int, town.name, town.id, town.geom
    FROM unnest(${towns}::text[]) WITH ORDINALITY AS asked (id, position)
    JOIN town ON town.jurisdiction = ${jurisdiction} AND town.id = asked.id
  `.execute(db);
}

/** Adds drawn areas to a registration, in the order given. */
export async function insertEffectDrawings(
  db: Db,
  { jurisdiction, registration, part }: AreaKey,
  areas: readonly DrawnArea[],
): Promise<void> {
  await sql`
    INSERT INTO effect_area (jurisdiction, registration_id, part, position, name, geom)
    SELECT ${jurisdiction}, ${registration}::bigint, ${part}, asked.position::int, asked.name,
           ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(asked.geometry), 4326))
    FROM unnest(${areas.map(({ name }) => name)}::text[], ${areas.map(({ geometry }) => JSON.stringify(geometry))}::text[])
      WITH ORDINALITY AS asked (name, geometry, position)
  `.execute(db);
}

/** The registrations of a jurisdiction, the earliest month first. */
export async function listEffectRegistrations(
  db: Db,
  jurisdiction: string,
): Promise<EffectRegistration[]> {
  const { rows } = await registrations(jurisdiction, sql`true`).execute(db);
  return rows;
}

/** One registration; undefined where there is none of that id. */
export async function findEffectRegistration(
  db: Db,
  jurisdiction: string,
  id: string,
): Promise<EffectRegistration | undefined> {
  const { rows } = await registrations(jurisdiction, sql`id = ${id}::bigint`).execute(db);
  return rows[0];
}

function registrations(jurisdiction: string, condition: RawBuilder<unknown>) {
  const month = (column: string) => sql`to_char(${sql.ref(column)}, 'YYYY-MM')`;
  return sql<EffectRegistration>`
    SELECT registration.jurisdiction, id::text AS id, registration.name, campaign_id AS campaign, kinds, origins,
           ring_metres AS "ringMetres", note, registered_by AS "registeredBy", registered_at AS "registeredAt", is_late AS "isLate",
           now() >= during_from::timestamp AT TIME ZONE jurisdiction.timezone AS "hasBegun",
           now() >= (during_to + interval '1 month')::timestamp AT TIME ZONE jurisdiction.timezone AS "isOver",
           json_build_object('from', ${month('before_from')}, 'to', ${month('before_to')}) AS before,
           json_build_object('from', ${month('during_from')}, 'to', ${month('during_to')}) AS during,
           areas.list AS areas
    FROM effect_registration AS registration JOIN jurisdiction ON code = registration.jurisdiction
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('part', part, 'position', position, 'name', area.name, 'townId', town_id)
                               ORDER BY part DESC, position), '[]') AS list
      FROM effect_area AS area WHERE area.jurisdiction = registration.jurisdiction AND registration_id = registration.id
    ) areas
    WHERE registration.jurisdiction = ${jurisdiction} AND ${condition}
    ORDER BY during_from, id
  `;
}

/** What a cell is in a comparison. */
export type EffectPart = 'treated' | 'treated_ring' | 'control' | 'control_ring';

export type EffectCells = {
  readonly part: EffectPart;
  /** The area's; 0 for a ring, which is one for all areas of its part. */
  readonly position: number;
  readonly cells: number;
  /** By `YYYY-MM`; months without incidents are not there. */
  readonly counts: Readonly<Record<string, number>>;
};

/**
 * Counts of a registration's areas and rings by month, from the facts: so they cost the same however many incidents there are.
 *
 * A cell counts where its centre lies in an area. It counts once, for what comes first among the treated area, the ring about
 * it, the control and the ring about that; of overlapping areas of a part, for the first. A ring are the cells whose
 * centres lie at most `ring_metres` from the area, in the jurisdiction's metric CRS. So a control next to the treated area
 * loses the cells to which incidents may have moved. All of this is exact for cells, and for incidents to within half a cell
 * along the areas' edges.
 *
 * What was reported late counts: all that is known now.
 *
 * @param months of which counts are wanted.
 * @returns one entry an area or ring that has cells, in the order of {@link EffectPart} and position; and the version of the
 *   incidents that they are of, 0 where there are no cells.
 */
export async function countEffectCells(
  db: Db,
  registration: Pick<EffectRegistration, 'jurisdiction' | 'id' | 'kinds' | 'origins'>,
  months: readonly string[],
): Promise<{ cells: EffectCells[]; dataVersion: number }> {
  const { jurisdiction, id, kinds, origins } = registration;
  const days = months.map((month) => `${month}-01`);
  const facts =
    kinds === null
      ? sql`SELECT i, j, month, count FROM cell_month_total
            WHERE jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[]) AND month = ANY(${days}::date[])`
      : sql`SELECT i, j, month, count FROM cell_month
            WHERE jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[]) AND month = ANY(${days}::date[])
              AND kind = ANY(${kinds}::text[])`;
  // OFFSET 0: the planner takes the cells for a few, and would look up the facts of each.
  const { rows } = await sql<EffectCells & { dataVersion: number }>`
    WITH place AS MATERIALIZED (${placesQuery(jurisdiction, id)}), counted AS MATERIALIZED (
      SELECT rank, position, month, sum(count)::int AS count
      FROM place JOIN (${facts} OFFSET 0) AS fact USING (i, j) GROUP BY 1, 2, 3
    )
    SELECT (ARRAY['treated', 'treated_ring', 'control', 'control_ring'])[rank] AS part, position, count(*)::int AS cells,
           coalesce((SELECT json_object_agg(to_char(month, 'YYYY-MM'), counted.count ORDER BY month) FROM counted
                     WHERE counted.rank = place.rank AND counted.position = place.position), '{}') AS counts,
           ${incidentsVersion(jurisdiction)}::float8 AS "dataVersion"
    FROM place GROUP BY rank, position ORDER BY rank, position
  `.execute(db);
  const cells = rows.map(({ dataVersion, ...row }) => row);
  return { cells, dataVersion: rows[0]?.dataVersion ?? 0 };
}

/** The cells of a registration, each once: (i, j), its rank among the parts, and the position of its area, 0 for a ring. */
function placesQuery(jurisdiction: string, id: string): RawBuilder<unknown> {
  return sql`
    WITH area AS MATERIALIZED (
      SELECT part, position, geom, ring_metres, metric_srid, metric,
             ST_Transform(ST_Expand(metric, ring_metres), 4326) AS surroundings
      FROM effect_area
      JOIN effect_registration AS registration ON registration.jurisdiction = effect_area.jurisdiction AND registration.id = registration_id
      JOIN jurisdiction ON code = effect_area.jurisdiction
      CROSS JOIN LATERAL (SELECT ST_Transform(geom, metric_srid) AS metric OFFSET 0) AS projected
      WHERE effect_area.jurisdiction = ${jurisdiction} AND registration_id = ${id}::bigint
    ), claim AS (
      SELECT i, j, CASE part WHEN 'treated' THEN 1 ELSE 3 END AS rank, position
      FROM area JOIN cell ON cell.jurisdiction = ${jurisdiction} AND cell.geom && area.geom AND ST_Covers(area.geom, cell.centre)
      UNION ALL
      SELECT i, j, CASE part WHEN 'treated' THEN 2 ELSE 4 END, 0
      FROM area
      JOIN cell ON cell.jurisdiction = ${jurisdiction} AND ring_metres > 0
        AND cell.geom && area.surroundings
        AND ST_DWithin(ST_Transform(cell.centre, metric_srid), area.metric, ring_metres)
    )
    SELECT DISTINCT ON (i, j) i, j, rank, position FROM claim ORDER BY i, j, rank, position`;
}

/** Towns of campaigns of a span: which town, and the first month of it in which one had it, `YYYY-MM`. */
export async function listCampaignStarts(
  db: Db,
  jurisdiction: string,
  { from, to }: MonthSpan,
): Promise<{ town: string; month: string }[]> {
  const { rows } = await sql<{ town: string; month: string }>`
    SELECT town_id AS town, to_char(min(month), 'YYYY-MM') AS month
    FROM campaign_town JOIN campaign ON campaign.jurisdiction = campaign_town.jurisdiction AND campaign.id = campaign_id
    WHERE campaign_town.jurisdiction = ${jurisdiction} AND month BETWEEN ${`${from}-01`}::date AND ${`${to}-01`}::date
    GROUP BY 1 ORDER BY 1
  `.execute(db);
  return rows;
}
