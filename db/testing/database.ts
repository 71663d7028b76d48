import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { Database, Db } from '../client';
import { openEmbedded } from '../embedded/open';
import { openPostgres } from '../postgres';
import { clonePostgres, readSnapshot } from './global-setup';

/**
 * A migrated, empty database of this test file's own, on the backend of the running vitest project; closed
 * after the file's last test.
 */
export async function openTestDatabase(): Promise<Database> {
  const database = await open();
  afterAll(() => database.close());
  return database;
}

async function open(): Promise<Database> {
  const snapshotFile = inject('snapshotFile');
  if (snapshotFile) return openEmbedded({ snapshot: readSnapshot(snapshotFile) });
  const name = `zhantu_${randomBytes(6).toString('hex')}`;
  return openPostgres({ url: await clonePostgres(inject('postgresUrl'), name), poolSize: 4 });
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
