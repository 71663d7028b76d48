import 'server-only';
import type { Database } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { env } from './env';

/** On globalThis, so that a hot reload opens no second one. */
const holder = globalThis as typeof globalThis & { zhantuDatabase?: Promise<Database> };

/** The process's one database: PostgreSQL by DATABASE_URL, else the embedded one; migrated to the latest schema. */
export function database(): Promise<Database> {
  holder.zhantuDatabase ??= open().catch((error: unknown) => {
    // The next call tries again: a server that was down may be up by then.
    delete holder.zhantuDatabase;
    throw error;
  });
  return holder.zhantuDatabase;
}

/** Closes it; for command lines, whose process ends by itself then. */
export async function closeDatabase(): Promise<void> {
  const opened = holder.zhantuDatabase;
  delete holder.zhantuDatabase;
  await (await opened?.catch(() => undefined))?.close();
}

async function open(): Promise<Database> {
  const { DATABASE_URL, DATABASE_POOL_SIZE, ZHANTU_HOME } = env();
  const opened = DATABASE_URL
    ? openPostgres({ url: DATABASE_URL, poolSize: DATABASE_POOL_SIZE })
    : await openEmbedded({ home: ZHANTU_HOME });
  try {
    await migrateToLatest(opened.db);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
