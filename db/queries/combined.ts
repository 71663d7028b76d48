import { type RawBuilder, sql } from 'kysely';
import type { Lattice } from '@/geo/grid/lattice';
import type { SeveritySplit } from '@/geo/traffic/epdo';
import type { Db } from '../client';
import { latticeIndex } from '../sql/lattice';
import { factsBefore } from './ranking/scope';
import { refreshStatistics } from './statistics';

/** What the parts weigh against each other. */
export type CombinedWeights = { version: number; crime: number; crash: number; fire: number };

/** What the parts of a month add up to, and where the highest of two coincide. */
export type CombinedTotals = {
  /** Whether they are of the data as it is now. */
  isCurrent: boolean;
  /** Incidents of 12 months that are no crashes, as far as cells go. */
  incidents: number;
  /** Crashes of 36 months, each as many as it costs crashes with damage only. */
  crashWeight: number;
  /** Points of open defects, now. */
  firePoints: number;
  cellsTotal: number;
  topCrime: number;
  topCrash: number;
  topBoth: number;
};

export type CombinedCell = {
  i: number;
  j: number;
  lon: number;
  lat: number;
  /** Weighted mean of the shares. */
  share: number;
  /** Shares of 1 of all there is in the jurisdiction. */
  crime: number;
  crash: number;
  fire: number;
  /** How many of the parts are among the highest twentieth here. */
  tops: number;
};

/** A month as everything before it is combined. */
export type CombinedMonth = {
  readonly jurisdiction: string /** `YYYY-MM-01`. */;
  readonly month: string;
};

const CRIME_MONTHS = 12;
const CRASH_MONTHS = 36;
/** A twentieth of the cells is the top of a part. */
const TOP_SHARE = 0.05;

/** The weights in force; each 1, as version 0, where nobody has chosen any. */
export async function findWeights(db: Db, jurisdiction: string): Promise<CombinedWeights> {
  const { rows } = await sql<CombinedWeights>`
    SELECT version, crime, crash, fire FROM ${weightsInForce(jurisdiction)}
  `.execute(db);
  return rows[0] ?? { version: 0, crime: 1, crash: 1, fire: 1 };
}

/** Adds weights. @returns false where the version is there already: somebody else was quicker. */
export async function insertWeights(
  db: Db,
  jurisdiction: string,
  weights: CombinedWeights & { note: string | null; changedBy: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO combined_weights (jurisdiction, version, crime, crash, fire, note, changed_by)
    VALUES (${jurisdiction}, ${weights.version}, ${weights.crime}, ${weights.crash}, ${weights.fire}, ${weights.note}, ${weights.changedBy})
    ON CONFLICT DO NOTHING
  `.execute(db);
  return numAffectedRows === 1n;
}

/** What is known of a month's parts; undefined where they were never counted. */
export async function findCombined(
  db: Db,
  { jurisdiction, month }: CombinedMonth,
): Promise<CombinedTotals | undefined> {
  const { rows } = await sql<CombinedTotals>`
    SELECT versions = ${versionsOf(jurisdiction)} AS "isCurrent", incidents, crash_weight AS "crashWeight", fire_points AS "firePoints",
           (SELECT count(*)::int FROM cell WHERE jurisdiction = ${jurisdiction}) AS "cellsTotal", tops.*
    FROM combined_facts CROSS JOIN (
      SELECT (count(*) FILTER (WHERE top_crime))::int AS "topCrime", (count(*) FILTER (WHERE top_crash))::int AS "topCrash",
             (count(*) FILTER (WHERE top_crime AND top_crash))::int AS "topBoth"
      FROM cell_combined WHERE jurisdiction = ${jurisdiction} AND month = ${month}::date
    ) tops
    WHERE jurisdiction = ${jurisdiction} AND month = ${month}::date
  `.execute(db);
  return rows[0];
}

function versionsOf(jurisdiction: string): RawBuilder<string> {
  return sql`coalesce((
    SELECT string_agg(subject || ' ' || version, ', ' ORDER BY subject) FROM data_version
    WHERE jurisdiction = ${jurisdiction} AND subject IN ('incidents', 'crashes', 'premises', 'jurisdiction')), '')`;
}

/** Counts the parts of a month anew. In one transaction. */
export async function countCombined(
  db: Db,
  { jurisdiction, month }: CombinedMonth,
  {
    lattice,
    metricSrid,
    severities,
  }: { lattice: Lattice; metricSrid: number; severities: SeveritySplit },
): Promise<void> {
  await db
    .deleteFrom('combined_facts')
    .where('jurisdiction', '=', jurisdiction)
    .where('month', '=', month)
    .execute();
  await sql`
    WITH part AS (
      SELECT i, j, sum(crime) AS crime, sum(crash) AS crash, sum(fire) AS fire
      FROM (${partsOf({ jurisdiction, month }, { lattice, metricSrid, severities })}) row
      JOIN cell USING (i, j) WHERE cell.jurisdiction = ${jurisdiction} GROUP BY i, j
    ), total AS (
      INSERT INTO combined_facts (jurisdiction, month, versions, incidents, crash_weight, fire_points)
      SELECT ${jurisdiction}, ${month}::date, ${versionsOf(jurisdiction)},
             coalesce(sum(greatest(crime, 0)), 0), coalesce(sum(crash), 0), coalesce(sum(fire), 0)
      FROM part RETURNING incidents, crash_weight, fire_points
    ), field AS (
      SELECT count(*) * ${TOP_SHARE}::float8 AS top FROM cell WHERE jurisdiction = ${jurisdiction}
    )
    INSERT INTO cell_combined (jurisdiction, month, i, j, crime, crash, fire, top_crime, top_crash, top_fire)
    SELECT ${jurisdiction}, ${month}::date, i, j,
           ${shareOf(sql`greatest(crime, 0)`, sql`incidents`)}, ${shareOf(sql`crash`, sql`crash_weight`)}, ${shareOf(sql`fire`, sql`fire_points`)},
           crime > 0 AND rank() OVER (ORDER BY crime DESC) <= top, crash > 0 AND rank() OVER (ORDER BY crash DESC) <= top,
           fire > 0 AND rank() OVER (ORDER BY fire DESC) <= top
    FROM part CROSS JOIN total CROSS JOIN field
    WHERE crime > 0 OR crash > 0 OR fire > 0
  `.execute(db);
  await refreshStatistics(db, ['cell_combined']);
}

/** 0 of nothing. What is rounded above 1 is 1; `least` would take a null for 1. */
function shareOf(part: RawBuilder<unknown>, total: RawBuilder<unknown>): RawBuilder<number> {
  return sql`least(1, coalesce(${part} / nullif(${total}, 0), 0))`;
}

/** Rows `(i, j, crime, crash, fire)`, of which each has one part. A crash is no crime as well: it is taken off. */
function partsOf(
  { jurisdiction, month }: CombinedMonth,
  {
    lattice,
    metricSrid,
    severities,
  }: { lattice: Lattice; metricSrid: number; severities: SeveritySplit },
): RawBuilder<unknown> {
  const scope = { jurisdiction, month, kind: null, group: null, origins: ['citizen'] };
  const weight = sql`CASE severity WHEN 'fatal' THEN ${severities.fatal}::float8 WHEN 'serious' THEN ${severities.serious}::float8
    WHEN 'slight' THEN ${severities.slight}::float8 ELSE ${severities.damage}::float8 END`;
  const crashes = sql`(
        SELECT cell_i, cell_j, month, severity, origin FROM crash JOIN incident USING (jurisdiction, month)
        WHERE jurisdiction = ${jurisdiction} AND incident.id = incident_id
          AND month >= (${month}::date - make_interval(months => ${CRASH_MONTHS}))::date AND month < ${month}::date
          AND (reported_at IS NULL OR reported_at < (
            SELECT ${month}::timestamp AT TIME ZONE timezone FROM jurisdiction AS place WHERE place.code = ${jurisdiction}))
      )`;
  return sql`
        SELECT i, j, count::float8 AS crime, 0::float8 AS crash, 0::float8 AS fire FROM ${factsBefore(scope, CRIME_MONTHS)}
        UNION ALL
        SELECT cell_i, cell_j, -1, 0, 0 FROM ${crashes} recent
        WHERE month >= (${month}::date - make_interval(months => ${CRIME_MONTHS}))::date AND origin = 'citizen'
        UNION ALL
        SELECT cell_i, cell_j, 0, ${weight}, 0 FROM ${crashes} harm
        UNION ALL
        SELECT at.i, at.j, 0, 0, live_points FROM premises
        CROSS JOIN LATERAL (SELECT ST_Transform(geom, ${metricSrid}::int) AS metric OFFSET 0) placed
        CROSS JOIN LATERAL ${latticeIndex(lattice, sql<number>`ST_X(metric)`, sql<number>`ST_Y(metric)`)} at
        WHERE jurisdiction = ${jurisdiction} AND live_points > 0`;
}

/** One row `weight (version, crime, crash, fire)`: the weights in force. */
export function weightsInForce(jurisdiction: string): RawBuilder<unknown> {
  return sql`(
      SELECT version, crime, crash, fire FROM (
        SELECT version, crime, crash, fire FROM combined_weights WHERE jurisdiction = ${jurisdiction}
        UNION ALL SELECT 0, 1, 1, 1
      ) known ORDER BY version DESC LIMIT 1
    ) weight`;
}

/** The weighted mean of the shares of a row of `cell_combined`, beside a row `weight`. */
export const combinedShare = sql<number>`((weight.crime * cell_combined.crime + weight.crash * cell_combined.crash
      + weight.fire * cell_combined.fire) / (weight.crime + weight.crash + weight.fire))`;

/** The cells with the largest share. */
export async function listCombined(
  db: Db,
  { jurisdiction, month }: CombinedMonth,
  limit: number,
): Promise<CombinedCell[]> {
  const { rows } = await sql<CombinedCell>`
    SELECT i, j, round(ST_X(centre)::numeric, 6)::float8 AS lon, round(ST_Y(centre)::numeric, 6)::float8 AS lat,
           ${combinedShare} AS share, cell_combined.crime, cell_combined.crash, cell_combined.fire,
           top_crime::int + top_crash::int + top_fire::int AS tops
    FROM cell_combined JOIN cell USING (jurisdiction, i, j) CROSS JOIN ${weightsInForce(jurisdiction)}
    WHERE jurisdiction = ${jurisdiction} AND month = ${month}::date
    ORDER BY share DESC, i, j LIMIT ${limit}
  `.execute(db);
  return rows;
}
