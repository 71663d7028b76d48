import 'server-only';
import { sql } from 'kysely';
import type { Session } from '@/db/client';
import { insertJurisdiction, writeCells } from '@/db/queries/jurisdictions';
import type { Area } from '@/lib/demo/areas';
import type { City } from '@/lib/demo/city';
import { lineLength, METRIC_SRID, toDegrees } from '@/lib/demo/plane';
import { copyRows } from './copy-rows';
import { DEMO_CODE, DEMO_LATTICE } from './demo-jurisdiction';
import { lineText, multiPolygonText, pointText, polygonText } from './well-known-text';

/** Writes the jurisdiction, its places and its cells. */
export async function writePlaces(session: Session, city: City): Promise<void> {
  await insertJurisdiction(session.db, {
    code: DEMO_CODE,
    name: '永康市',
    timezone: 'Asia/Shanghai',
    metricSrid: METRIC_SRID,
    lattice: DEMO_LATTICE,
    bufferMetres: 1000,
    boundary: { type: 'MultiPolygon', coordinates: [[city.outline.map(toDegrees)]] },
  });
  await session.db
    .updateTable('jurisdiction')
    .set({ is_demo: true })
    .where('code', '=', DEMO_CODE)
    .execute();
  await copyRows(
    session,
    'town',
    ['jurisdiction', 'id', 'name', 'name_en', 'kind', 'is_sketch', 'geom'],
    city.towns.map((town) => ({
      jurisdiction: DEMO_CODE,
      id: town.id,
      name: town.name,
      name_en: town.nameEn,
      kind: town.kind,
      is_sketch: true,
      geom: multiPolygonText(town.geometry),
    })),
  );
  await writeAreas(session, 'grid', city.grids);
  await writeAreas(session, 'patrol_zone', city.patrolZones);
  await writeVillages(session, city);
  await writeRoadsAndWater(session, city);
  await writeCells(session.db, {
    code: DEMO_CODE,
    metricSrid: METRIC_SRID,
    lattice: DEMO_LATTICE,
  });
  for (const subject of ['towns', 'villages', 'grids', 'patrol_zones', 'roads', 'water']) {
    await sql`SELECT bump_data_version(${DEMO_CODE}, ${subject})`.execute(session.db);
  }
}

async function writeAreas(
  session: Session,
  table: 'grid' | 'patrol_zone',
  areas: readonly Area[],
): Promise<void> {
  await copyRows(
    session,
    table,
    ['jurisdiction', 'id', 'town_id', 'name', 'geom'],
    areas.map(({ id, townId, name, geometry }) => ({
      jurisdiction: DEMO_CODE,
      id,
      town_id: townId,
      name,
      geom: multiPolygonText(geometry),
    })),
  );
}

async function writeVillages(session: Session, { villages }: City): Promise<void> {
  await copyRows(
    session,
    'village',
    ['jurisdiction', 'id', 'town_id', 'name', 'geom'],
    villages.map(({ id, townId, name, at }) => ({
      jurisdiction: DEMO_CODE,
      id,
      town_id: townId,
      name,
      geom: pointText(at),
    })),
  );
}

async function writeRoadsAndWater(session: Session, { roads, water }: City): Promise<void> {
  await copyRows(
    session,
    'road_segment',
    ['jurisdiction', 'id', 'name', 'class', 'length_metres', 'geom'],
    roads.map((road) => ({
      jurisdiction: DEMO_CODE,
      id: road.id,
      name: road.name,
      class: road.class,
      length_metres: Math.round(lineLength(road.line) * 10) / 10,
      geom: lineText(road.line),
    })),
  );
  await copyRows(
    session,
    'water',
    ['jurisdiction', 'id', 'name', 'geom'],
    water.map(({ id, name, ring }) => ({
      jurisdiction: DEMO_CODE,
      id,
      name,
      geom: polygonText([ring]),
    })),
  );
}
