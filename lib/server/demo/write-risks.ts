import 'server-only';
import { sql } from 'kysely';
import type { Session } from '@/db/client';
import type { City } from '@/lib/demo/city';
import { demoHazards } from '@/lib/demo/hazards';
import { type DemoPremises, demoPremises } from '@/lib/demo/premises';
import { contentHash } from './content-hash';
import { copyRows } from './copy-rows';
import { closeDemoBatch, openDemoBatch } from './demo-batch';
import { DEMO_CODE } from './demo-jurisdiction';
import { pointText } from './well-known-text';

/** Writes hazards, premises and their defects. Returns how many of each. */
export async function writeRisks(
  session: Session,
  city: City,
  seed: number,
): Promise<{ hazards: number; premises: number; defects: number }> {
  const hazards = await writeHazards(session, city, seed);
  const houses = demoPremises(city, seed);
  await writePremises(session, houses, seed);
  const defects = await writeDefects(session, houses);
  for (const subject of ['hazards', 'premises']) {
    await sql`SELECT bump_data_version(${DEMO_CODE}, ${subject})`.execute(session.db);
  }
  return { hazards, premises: houses.length, defects };
}

async function writeHazards(session: Session, city: City, seed: number): Promise<number> {
  const batch = await openDemoBatch(session.db, 'hazards', { seed });
  const rows = demoHazards(city, seed).map((hazard, index) => ({
    jurisdiction: DEMO_CODE,
    category: hazard.category,
    severity: hazard.severity,
    title: hazard.title,
    state: hazard.state,
    is_listed: hazard.isListed,
    reported_at: instant(hazard.reported),
    deadline: hazard.deadline,
    closed_at: instant(hazard.closed),
    town_id: hazard.townId,
    source_id: `demo-hazard-${index + 1}`,
    content_hash: contentHash(['demo-hazard', index]),
    batch_id: batch,
    geom: pointText(hazard.at),
  }));
  await copyRows(
    session,
    'hazard',
    [
      'jurisdiction',
      'category',
      'severity',
      'title',
      'state',
      'is_listed',
      'reported_at',
      'deadline',
      'closed_at',
      'town_id',
      'source_id',
      'content_hash',
      'batch_id',
      'geom',
    ],
    rows,
  );
  await closeDemoBatch(session.db, batch, rows.length);
  return rows.length;
}

async function writePremises(
  session: Session,
  houses: readonly DemoPremises[],
  seed: number,
): Promise<void> {
  const batch = await openDemoBatch(session.db, 'premises', { seed });
  await copyRows(
    session,
    'premises',
    [
      'jurisdiction',
      'kind',
      'name',
      'address',
      'storeys',
      'rooms',
      'tenants',
      'year_built',
      'town_id',
      'checked_at',
      'source_id',
      'content_hash',
      'batch_id',
      'attributes',
      'geom',
    ],
    houses.map((house, index) => ({
      jurisdiction: DEMO_CODE,
      kind: house.kind,
      name: house.name,
      address: house.address,
      storeys: house.storeys,
      rooms: house.rooms,
      tenants: house.tenants,
      year_built: house.yearBuilt,
      town_id: house.townId,
      checked_at: instant(house.checked),
      source_id: sourceId(index),
      content_hash: contentHash(['demo-premises', index]),
      batch_id: batch,
      attributes: JSON.stringify(house.attributes),
      geom: pointText(house.at),
    })),
  );
  await closeDemoBatch(session.db, batch, houses.length);
}

/** Defects name their premises by source id; the database gives them its own. */
async function writeDefects(session: Session, houses: readonly DemoPremises[]): Promise<number> {
  const rows = houses.flatMap(({ defects }, index) =>
    defects.map(({ kind, found, closed }) => ({
      source_id: sourceId(index),
      kind,
      found_at: instant(found),
      closed_at: instant(closed),
    })),
  );
  await sql`
    CREATE TEMPORARY TABLE demo_defect (source_id text, kind text, found_at timestamptz, closed_at timestamptz)
    ON COMMIT DROP
  `.execute(session.db);
  await copyRows(session, 'demo_defect', ['source_id', 'kind', 'found_at', 'closed_at'], rows);
  await sql`
    INSERT INTO defect (jurisdiction, premises_id, kind, found_at, closed_at)
    SELECT premises.jurisdiction, premises.id, demo_defect.kind, found_at, closed_at
    FROM demo_defect JOIN premises USING (source_id)
    WHERE premises.jurisdiction = ${DEMO_CODE}
    ORDER BY premises.id, demo_defect.kind
  `.execute(session.db);
  return rows.length;
}

function sourceId(index: number): string {
  return `demo-premises-${index + 1}`;
}

function instant(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
