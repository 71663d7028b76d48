import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Connection,
  type ConnectionPool,
  type Database,
  databaseOver,
  type QueryListener,
} from '../client';
import { BINARY_COPY_HEADER, BINARY_COPY_TRAILER } from '../sql/copy-binary';
import { acquireLock } from './lock';
import { parameterText } from './parameter-text';
import { WorkerThread } from './worker-thread';

export type EmbeddedOptions = {
  /** Folder that holds `database/` and its lock; absent: in memory, for tests. */
  home?: string;
  /** A dumped data directory (tar) to start from where there is no database yet. */
  snapshot?: Uint8Array;
  onQuery?: QueryListener;
};

export type EmbeddedDatabase = Database & {
  /** The whole data directory as a tar file: what `snapshot` takes. */
  dump(): Promise<Uint8Array>;
};

/** COPY text sent to the thread at a time: large enough to be quick, small enough for little memory. */
const COPY_CHARACTERS = 8 * 1024 * 1024;

/**
 * PostgreSQL and PostGIS inside this process (PGlite), for the demo, development and tests: writes are not
 * synced to disk, and one process at a time owns a folder.
 *
 * @throws {DatabaseLockedError} when another process owns `home`.
 */
export async function openEmbedded({
  home,
  snapshot,
  onQuery,
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const directory = home && join(home, 'database');
  if (home) mkdirSync(home, { recursive: true });
  const release =
    home && directory ? acquireLock(join(home, 'database.lock'), directory) : () => {};
  process.once('exit', release);
  const isNew = !directory || !existsSync(/* turbopackIgnore: true */ directory);
  const thread = new WorkerThread({
    ...(directory && { directory }),
    ...(isNew && snapshot && { snapshot }),
  });
  const pool = poolOf(thread, () => {
    process.off('exit', release);
    release();
  });
  const database = databaseOver('embedded', pool, onQuery);
  try {
    await thread.call({ type: 'query', sql: 'SELECT 1', parameters: [] });
  } catch (error) {
    await database.close();
    throw error;
  }
  return { ...database, dump: async () => (await thread.call({ type: 'dump' })) as Uint8Array };
}

/** A pool of one: PGlite has a single session, so each holder waits for the one before. */
function poolOf(thread: WorkerThread, onEnd: () => void): ConnectionPool {
  let last: Promise<void> = Promise.resolve();
  return {
    options: {},
    async connect() {
      const before = last;
      let free = () => {};
      last = new Promise((resolve) => {
        free = resolve;
      });
      await before;
      return connectionOf(thread, free);
    },
    async end() {
      await last;
      await thread.end();
      onEnd();
    },
  };
}

function connectionOf(thread: WorkerThread, free: () => void): Connection {
  let released = false;
  return {
    query: ((sql: string, parameters: readonly unknown[] = []) =>
      thread.call({
        type: 'query',
        sql,
        parameters: parameters.map(parameterText),
      })) as Connection['query'],
    async copyFrom(table, columns, chunks) {
      const sql = `COPY ${table} (${columns.join(', ')}) FROM '/dev/blob'`;
      let text = '';
      for await (const chunk of chunks) {
        text += chunk;
        if (text.length < COPY_CHARACTERS) continue;
        await thread.call({ type: 'copy', sql, data: text });
        text = '';
      }
      if (text) await thread.call({ type: 'copy', sql, data: text });
    },
    async copyBinary(table, columns, tuples) {
      const sql = `COPY ${table} (${columns.join(', ')}) FROM '/dev/blob' (FORMAT binary)`;
      for await (const bytes of tuples) {
        const data = Buffer.concat([BINARY_COPY_HEADER, bytes, BINARY_COPY_TRAILER]);
        await thread.call({ type: 'copy', sql, data });
      }
    },
    release() {
      if (released) return;
      released = true;
      free();
    },
  };
}
