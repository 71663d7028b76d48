import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, inject, it } from 'vitest';
import { isSeparated, listHardeningGaps } from './hardening';
import { migrateToLatest } from './migrate';
import { openPostgres } from './postgres';
import { openTestDatabase } from './testing/database';

const server = inject('postgresUrl');

/** Runs `text` as the server's superuser. */
async function asSuperuser(name: string, text: string): Promise<void> {
  const database = openPostgres({ url: `${server}/${name}`, poolSize: 1 });
  try {
    await sql.raw(text).execute(database.db);
  } finally {
    await database.close();
  }
}

it('has nothing to do a second time', async () => {
  const { db } = await openTestDatabase();
  expect(await migrateToLatest(db)).toEqual([]);
});

// The embedded database has one login, which may do everything: nothing is left out where there is no server.
if (server !== undefined)
  it('migrates as an owner who is no superuser, or says what they lack', async () => {
    const name = `plain_${randomBytes(6).toString('hex')}`;
    await asSuperuser('postgres', `CREATE ROLE ${name} LOGIN`);
    await asSuperuser('postgres', `CREATE DATABASE ${name} OWNER ${name}`);
    await asSuperuser(name, 'CREATE EXTENSION postgis');
    const login = new URL(`${server}/${name}`);
    login.username = name;
    const plain = openPostgres({ url: login.href, poolSize: 1 });
    try {
      await expect(migrateToLatest(plain.db)).rejects.toMatchObject({
        message: `${name} is no member of the role zhantu_app, and may not make itself one`,
        hint: `A superuser runs once: GRANT zhantu_app TO ${name};`,
      });
      await asSuperuser('postgres', `GRANT zhantu_app TO ${name}`);
      await migrateToLatest(plain.db);
      expect(await listHardeningGaps(plain.db)).toEqual([
        'settings_in_statements',
        'slow_tiles',
        'temporary_tables',
      ]);
      expect(await isSeparated(plain.db)).toBe(false);
      const { rows } = await sql`
      SELECT has_schema_privilege('zhantu_app', 'public', 'USAGE') AS usage,
             has_schema_privilege('zhantu_app', 'public', 'CREATE') AS "create"`.execute(plain.db);
      expect(rows).toEqual([{ usage: true, create: false }]);
    } finally {
      await plain.close();
    }
  });
