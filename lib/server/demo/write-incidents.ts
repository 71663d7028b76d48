import 'server-only';
import { sql } from 'kysely';
import type { Session } from '@/db/client';
import { cellIndex } from '@/geo/grid/cell-index';
import { demoMonths, monthOf } from '@/lib/demo/calendar';
import type { City } from '@/lib/demo/city';
import { type DemoCrash, demoCrashes } from '@/lib/demo/crashes';
import { type DemoIncident, demoIncidents } from '@/lib/demo/incidents';
import { CRASH_KIND, DEMO_KINDS } from '@/lib/demo/kinds';
import { toDegrees, toPlane } from '@/lib/demo/plane';
import { contentHash } from './content-hash';
import { copyRows } from './copy-rows';
import { closeDemoBatch, openDemoBatch } from './demo-batch';
import { DEMO_CODE, DEMO_LATTICE } from './demo-jurisdiction';

const COLUMNS = [
  'jurisdiction',
  'month',
  'kind',
  'occurred_from',
  'occurred_to',
  'reported_at',
  'origin',
  'place_accuracy_metres',
  'cell_i',
  'cell_j',
  'content_hash',
  'ordinal',
  'batch_id',
  'geom',
] as const;

/** Writes the kinds, then incidents and crashes, each as one batch; together they come to about `size`. */
export async function writeIncidents(
  session: Session,
  city: City,
  { size, seed }: { size: number; seed: number },
): Promise<{ incidents: number; crashes: number }> {
  const crashes = demoCrashes(city, size, seed);
  await writeKinds(session);
  await makePartitions(session);
  const batch = await openDemoBatch(session.db, 'incidents', { size, seed });
  let incidents = 0;
  for (const month of demoIncidents(city, Math.max(0, size - crashes.length), seed)) {
    const seen = new Map<string, number>();
    const rows = month.map((incident) => incidentRow(incident, batch, seen));
    await copyRows(session, 'incident', COLUMNS, rows.sort(byCell));
    incidents += month.length;
  }
  await closeDemoBatch(session.db, batch, incidents);
  return { incidents, crashes: await writeCrashes(session, crashes, seed) };
}

async function writeKinds({ db }: Session): Promise<void> {
  await db
    .insertInto('kind')
    .values(
      [...DEMO_KINDS, CRASH_KIND].map(({ code, nameZh, nameEn, group, harmWeight }) => ({
        jurisdiction: DEMO_CODE,
        code,
        name_zh: nameZh,
        name_en: nameEn,
        group_code: group,
        harm_weight: harmWeight,
        harm_source: '演示：估计',
      })),
    )
    .execute();
}

async function makePartitions({ db }: Session): Promise<void> {
  for (const { month } of demoMonths()) {
    const [year = 0, number = 0] = month.split('-').map(Number);
    const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
    await sql`
      CREATE TABLE IF NOT EXISTS ${sql.ref(`incident_${month.replace('-', '_')}`)} PARTITION OF incident
      FOR VALUES FROM (${sql.lit(`${month}-01`)}) TO (${sql.lit(next)})
    `.execute(db);
  }
}

type Row = Record<(typeof COLUMNS)[number], string | number | null> & {
  cell_i: number;
  cell_j: number;
};

/** As an import stores them: what lies together is read together. */
function byCell(a: Row, b: Row): number {
  return a.cell_i - b.cell_i || a.cell_j - b.cell_j;
}

function incidentRow(incident: DemoIncident, batch: string, seen: Map<string, number>): Row {
  const { kind, from, to, reported, origin } = incident;
  const [lon, lat] = toDegrees(incident.at);
  // From the stored degrees, so that the cell is the one that the database would compute.
  const { i, j } = cellIndex(DEMO_LATTICE, ...toPlane(lon, lat));
  const hash = contentHash([kind, from, to, reported, origin, lon, lat]);
  const ordinal = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, ordinal);
  return {
    jurisdiction: DEMO_CODE,
    month: `${monthOf(from)}-01`,
    kind,
    occurred_from: new Date(from).toISOString(),
    occurred_to: new Date(to).toISOString(),
    reported_at: new Date(reported).toISOString(),
    origin,
    place_accuracy_metres: 20,
    cell_i: i,
    cell_j: j,
    content_hash: hash,
    ordinal,
    batch_id: batch,
    geom: `SRID=4326;POINT(${lon} ${lat})`,
  };
}

/** Crashes are incidents on a road: the incident's row first, then what only a crash has. */
async function writeCrashes(
  session: Session,
  crashes: readonly DemoCrash[],
  seed: number,
): Promise<number> {
  const batch = await openDemoBatch(session.db, 'crashes', { seed });
  const seen = new Map<string, number>();
  const rows = crashes.map((crash) => {
    const { moment, at } = crash;
    const reported = moment + 10 * 60_000;
    const incident = { kind: CRASH_KIND.code, from: moment, to: moment, reported, at };
    return { crash, row: incidentRow({ ...incident, origin: 'citizen' }, batch, seen) };
  });
  await copyRows(
    session,
    'incident',
    COLUMNS,
    rows.map(({ row }) => row),
  );
  await sql`
    CREATE TEMPORARY TABLE demo_crash (
      month date, content_hash uuid, ordinal integer, severity text, deaths integer, injured integer,
      has_ebike boolean, drink_driving boolean, road_name text
    ) ON COMMIT DROP
  `.execute(session.db);
  await copyRows(
    session,
    'demo_crash',
    [
      'month',
      'content_hash',
      'ordinal',
      'severity',
      'deaths',
      'injured',
      'has_ebike',
      'drink_driving',
      'road_name',
    ],
    rows.map(({ crash, row }) => ({
      month: row.month,
      content_hash: row.content_hash,
      ordinal: row.ordinal,
      severity: crash.severity,
      deaths: crash.deaths,
      injured: crash.injured,
      has_ebike: crash.hasEbike,
      drink_driving: crash.drinkDriving,
      road_name: crash.roadName,
    })),
  );
  await sql`
    INSERT INTO crash (jurisdiction, month, incident_id, severity, deaths, injured, has_ebike, drink_driving, road_name)
    SELECT incident.jurisdiction, incident.month, incident.id, severity, deaths, injured, has_ebike, drink_driving, road_name
    FROM demo_crash JOIN incident USING (month, content_hash, ordinal)
    WHERE incident.jurisdiction = ${DEMO_CODE}
  `.execute(session.db);
  await closeDemoBatch(session.db, batch, rows.length);
  return rows.length;
}
