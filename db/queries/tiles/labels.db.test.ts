import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type Tile, tileAt, tileBounds } from '@/geo/projection/web-mercator';
import { openTestDatabase } from '../../testing/database';
import { insertMapFixture } from '../../testing/map-fixture';
import { labelFeatures } from './labels';

const { db } = await openTestDatabase();
const { jurisdiction } = await insertMapFixture(db);

const TABLES = ['village', 'grid', 'patrol_zone', 'black_spot'] as const;
type Table = (typeof TABLES)[number];
type Label = { id: string; x: number; y: number };

/** Tiles of the zoom that cover the fixture. */
function cover(z: number): Tile[] {
  const first = tileAt(119.8, 29.2, z);
  const last = tileAt(120.5, 28.6, z);
  const across = last.x - first.x + 1;
  return Array.from({ length: across * (last.y - first.y + 1) }, (_, index) => ({
    z,
    x: first.x + (index % across),
    y: first.y + Math.floor(index / across),
  }));
}

async function labelsIn(table: Table, tile: Tile): Promise<Label[]> {
  const { rows } = await sql<Label>`
    SELECT id::text AS id, ST_X(geom) AS x, ST_Y(geom) AS y
    FROM (${labelFeatures(table, { jurisdiction, tile })}) AS feature
    WHERE geom IS NOT NULL`.execute(db);
  return rows;
}

async function idsOf(table: Table): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id::text AS id FROM ${sql.table(table)} WHERE jurisdiction = ${jurisdiction} ORDER BY id::text`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

async function degreesAway(
  table: Table,
  id: string,
  [lon, lat]: [number, number],
): Promise<number> {
  const { rows } = await sql<{ degrees: number }>`
    SELECT ST_Distance(geom, ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326)) AS degrees
    FROM ${sql.table(table)} WHERE jurisdiction = ${jurisdiction} AND id::text = ${id}`.execute(db);
  return rows[0]?.degrees ?? Number.POSITIVE_INFINITY;
}

describe.each(TABLES)('the labels of %s', (table) => {
  it.each([9, 11, 12, 13])('stand once each over all tiles of zoom %i', async (z) => {
    const ids: string[] = [];
    for (const tile of cover(z)) {
      for (const { id, x, y } of await labelsIn(table, tile)) {
        ids.push(id);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(x, y)).toBeLessThan(4096);
      }
    }
    expect(ids.sort()).toEqual(await idsOf(table));
    expect(ids.length).toBeGreaterThan(0);
  });

  it('stand on what they name', async () => {
    for (const tile of cover(13)) {
      const [west, south, east, north] = tileBounds(tile);
      for (const { id, x, y } of await labelsIn(table, tile)) {
        const lon = west + ((east - west) * (x + 0.5)) / 4096;
        const lat = north - ((north - south) * (y + 0.5)) / 4096;
        expect(await degreesAway(table, id, [lon, lat])).toBeLessThan(1e-4);
      }
    }
  });
});
