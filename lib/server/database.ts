import 'server-only';
import type { Database } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { env } from './env';

/** On globalThis, so that a hot reload opens no second ones. */
const holder = globalThis as typeof globalThis & {
  zhantuDatabase?: Promise<Database>;
  zhantuAppDatabase?: Promise<Database>;
};

/** Where the database is that belongs to this process's settings, whoever opens it. */
export type DatabasePlace =
  | { readonly backend: 'postgres'; readonly url: string }
  | { readonly backend: 'embedded'; readonly home: string };

/** The place of the database as its owner reaches it. */
export function ownerPlace(): DatabasePlace {
  const { DATABASE_URL, DATABASE_OWNER_URL: url = DATABASE_URL, ZHANTU_HOME: home } = env();
  return url ? { backend: 'postgres', url } : { backend: 'embedded', home };
}

/**
 * The process's database as the owner of its tables, whom no policy binds: for migrations, the command line and jobs.
 * PostgreSQL by DATABASE_OWNER_URL, else by DATABASE_URL, else the embedded one; migrated to the latest schema.
 */
export function ownerDatabase(): Promise<Database> {
  holder.zhantuDatabase ??= openOwner().catch((error: unknown) => {
    // The next call tries again: a server that was down may be up by then.
    delete holder.zhantuDatabase;
    throw error;
  });
  return holder.zhantuDatabase;
}

/** The owner's, for pages and handlers that answer everybody alike. */
export function database(): Promise<Database> {
  return ownerDatabase();
}

/**
 * The same database as the web's login, by DATABASE_URL: what `forActor` of db/actor-database.ts binds to somebody.
 * Where no owner's URL is set beside it, the owner's.
 */
export function appDatabase(): Promise<Database> {
  const { DATABASE_URL: url, DATABASE_OWNER_URL = url, DATABASE_POOL_SIZE: poolSize } = env();
  if (url === undefined || url === DATABASE_OWNER_URL) return ownerDatabase();
  // Opening only prepares a pool; the owner has migrated before it is used.
  holder.zhantuAppDatabase ??= ownerDatabase().then(() => openPostgres({ url, poolSize }));
  holder.zhantuAppDatabase.catch(() => delete holder.zhantuAppDatabase);
  return holder.zhantuAppDatabase;
}

/** Closes them; for command lines, whose process ends by itself then. */
export async function closeDatabase(): Promise<void> {
  const opened = [holder.zhantuAppDatabase, holder.zhantuDatabase];
  delete holder.zhantuAppDatabase;
  delete holder.zhantuDatabase;
  for (const each of opened) await (await each?.catch(() => undefined))?.close();
}

async function openOwner(): Promise<Database> {
  const place = ownerPlace();
  const opened =
    place.backend === 'postgres'
      ? openPostgres({ url: place.url, poolSize: env().DATABASE_POOL_SIZE })
      : await openEmbedded({ home: place.home });
  try {
    await migrateToLatest(opened.db);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
