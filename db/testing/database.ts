import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { Database, Db } from '../client';
import { openEmbedded } from '../embedded/open';
import { openPostgres } from '../postgres';
import { clonePostgres, readSnapshot, WEB_LOGIN } from './global-setup';

/**
 * A migrated, empty database of this test file's own, on the backend of the running vitest project; closed
 * after the file's last test.
 */
export async function openTestDatabase(): Promise<Database> {
  const database = await open();
  afterAll(() => database.close());
  return database;
}

/**
 * The same twice: as its owner, and as the application logs in: on PostgreSQL by a login that owns nothing, over one
 * connection, so that each use sees what the one before left behind; the embedded database has one login.
 */
export async function openTestDatabases(): Promise<{ owner: Database; app: Database }> {
  const snapshotFile = inject('snapshotFile');
  if (snapshotFile) {
    const owner = await openTestDatabase();
    return { owner, app: owner };
  }
  const url = await clone();
  const owner = openPostgres({ url, poolSize: 4 });
  const login = new URL(url);
  login.username = WEB_LOGIN;
  const app = openPostgres({ url: login.href, poolSize: 1 });
  afterAll(async () => {
    await app.close();
    await owner.close();
  });
  return { owner, app };
}

async function open(): Promise<Database> {
  const snapshotFile = inject('snapshotFile');
  if (snapshotFile) return openEmbedded({ snapshot: readSnapshot(snapshotFile) });
  return openPostgres({ url: await clone(), poolSize: 4 });
}

function clone(): Promise<string> {
  return clonePostgres(inject('postgresUrl'), `zhantu_${randomBytes(6).toString('hex')}`);
}

const ROLLBACK = Symbol('rollback');

/** Runs `work` in a transaction that is always rolled back. */
export async function inRollback(
  database: Database,
  work: (db: Db) => Promise<void>,
): Promise<void> {
  await database.db
    .transaction()
    .execute(async (transaction) => {
      await work(transaction);
      throw ROLLBACK;
    })
    .catch((error: unknown) => {
      if (error !== ROLLBACK) throw error;
    });
}
