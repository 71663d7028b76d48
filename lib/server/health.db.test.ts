import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { latestMigration } from '@/db/migrate';
import { openTestDatabase } from '@/db/testing/database';
import { readHealth, readVersions } from './health';

const database = await openTestDatabase();
const open = async () => database;

it('is ready when the database answers and is migrated', async () => {
  expect(await readHealth(open)).toEqual({ live: true, ready: true });
});

it('is not ready where the tables are older than the application, but where they are newer', async () => {
  const rename = (from: string, to: string) =>
    sql`UPDATE kysely_migration SET name = ${to} WHERE name = ${from}`.execute(database.db);
  const latest = latestMigration();
  await rename(latest, '9999_later');
  expect(await readHealth(open)).toEqual({ live: true, ready: true });
  await rename('9999_later', '0000_earlier');
  expect(await readHealth(open)).toEqual({ live: true, ready: false });
  await rename('0000_earlier', latest);
});

it('lives without a database, and without an answer of it, but is not ready', async () => {
  const refused = () => Promise.reject(new Error('connection refused'));
  expect(await readHealth(refused)).toEqual({ live: true, ready: false });
  const silent = () => new Promise<never>(() => {});
  expect(await readHealth(silent, 1)).toEqual({ live: true, ready: false });
});

it('knows the versions of everything that answers', async () => {
  expect(await readVersions(database)).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    backend: database.backend,
    schema: latestMigration(),
    postgres: expect.stringMatching(/^1[5-9]/),
    postgis: expect.stringMatching(/^3\./),
    node: process.versions.node,
    advice: expect.any(Array),
  });
});
