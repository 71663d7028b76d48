import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { tileAt } from '@/geo/projection/web-mercator';
import type { Db } from './client';
import { nearTile } from './queries/tiles/tile-sql';
import { inRollback, openTestDatabase } from './testing/database';
import { insertTenants } from './testing/tenants-fixture';

const database = await openTestDatabase();
await insertTenants(database.db);
const tile = tileAt(120.02, 28.823, 12);

/** The plan of a statement for a commander of the first jurisdiction, bound to towns or not. */
async function planOf(db: Db, statement: ReturnType<typeof sql>, towns: string): Promise<string> {
  await sql`SET LOCAL app.jurisdiction = '330784'; SET LOCAL app.role = 'commander';
    SET LOCAL enable_seqscan = off; SET LOCAL ROLE zhantu_app`.execute(db);
  await sql.raw(`SET LOCAL app.towns = '${towns}'`).execute(db);
  const { rows } = await sql<Record<'QUERY PLAN', string>>`EXPLAIN ${statement}`.execute(db);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it.each([
  'town',
  'village',
  'grid',
  'patrol_zone',
  'road_segment',
  'water',
  'cell',
  'hazard',
  'premises',
  'black_spot',
])('finds the part of %s in a tile by its index, whoever asks', async (table) => {
  for (const towns of ['*', '{t1}'])
    await inRollback(database, async (db) => {
      const statement = sql`
        SELECT jurisdiction FROM ${sql.table(table)} WHERE jurisdiction = ${'330784'} AND ${nearTile('geom', tile)}`;
      expect(await planOf(db, statement, towns)).toContain(`${table}_geom_idx`);
    });
});

it('reads the asked months of incidents only, each by its index, whoever asks', async () => {
  for (const towns of ['*', '{t1}'])
    await inRollback(database, async (db) => {
      const statement = sql`
        SELECT id FROM incident
        WHERE jurisdiction = ${'330784'} AND ${nearTile('geom', tile)} AND month = ${'2020-02-01'}::date`;
      const plan = await planOf(db, statement, towns);
      expect(plan).toContain('incident_2020_02_geom_idx');
      expect(plan).not.toContain('incident_2020_01');
    });
});

it('compares the jurisdiction once a statement, not once a row', () =>
  inRollback(database, async (db) => {
    const statement = sql`SELECT count(*) FROM cell_month_total WHERE jurisdiction = ${'330784'}`;
    const plan = await planOf(db, statement, '*');
    expect(plan).toMatch(/One-Time Filter: .*= '330784'/);
  }));
