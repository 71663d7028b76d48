import 'server-only';
import type { WaitLimits } from '@/db/bounded-pool';
import type { Database } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { env } from './env';

/** On globalThis, so that a hot reload opens no second ones. */
const holder = globalThis as typeof globalThis & {
  zhantuDatabase?: Promise<Database>;
  zhantuAppDatabase?: Promise<Database>;
  zhantuStoringDatabase?: Promise<Database>;
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

/** The owner's, for the command line. */
export function database(): Promise<Database> {
  return ownerDatabase();
}

/**
 * The same database for pages and handlers, as the web's login where DATABASE_URL names one beside the owner's: what
 * `forActor` of db/actor-database.ts binds to somebody. Its statements end in time, and nobody waits for a connection for
 * ever: see db/outage.ts.
 */
export function appDatabase(): Promise<Database> {
  holder.zhantuAppDatabase ??= openApp().catch((error: unknown) => {
    delete holder.zhantuAppDatabase;
    throw error;
  });
  return holder.zhantuAppDatabase;
}

/** The owner's, for handlers that store what they computed for everybody: few at a time, so that the others go on. */
export function storingDatabase(): Promise<Database> {
  holder.zhantuStoringDatabase ??= openStoring().catch((error: unknown) => {
    delete holder.zhantuStoringDatabase;
    throw error;
  });
  return holder.zhantuStoringDatabase;
}

/** Closes them; for command lines, whose process ends by itself then. */
export async function closeDatabase(): Promise<void> {
  const opened = [holder.zhantuAppDatabase, holder.zhantuStoringDatabase, holder.zhantuDatabase];
  delete holder.zhantuAppDatabase;
  delete holder.zhantuStoringDatabase;
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

/** Queries that wait at a time: a page sends fifty requests of a few each. Beyond, more would only be late. */
const WAITING = 5_000;
const LOCK_MILLISECONDS = 5_000;
/** Rankings of the largest cities take some seconds, and are stored once for everybody. */
const STORING_MILLISECONDS = 120_000;
const STORING_CONNECTIONS = 2;

async function openApp(): Promise<Database> {
  const { DATABASE_URL: url, DATABASE_POOL_SIZE: poolSize } = env();
  // It has migrated before anybody else asks.
  const owner = await ownerDatabase();
  return bounded(owner, url, poolSize, env().DATABASE_STATEMENT_TIMEOUT_MS);
}

async function openStoring(): Promise<Database> {
  const { DATABASE_URL, DATABASE_OWNER_URL: url = DATABASE_URL } = env();
  return bounded(await ownerDatabase(), url, STORING_CONNECTIONS, STORING_MILLISECONDS);
}

/** A pool of its own on a server's database; the embedded one has one session for all. */
function bounded(
  owner: Database,
  url: string | undefined,
  poolSize: number,
  statement: number,
): Database {
  const { DATABASE_WAIT_MS: set } = env();
  if (owner.backend === 'embedded' || url === undefined)
    return owner.bounded({ milliseconds: set ?? 30_000, waiting: WAITING });
  const milliseconds = set ?? 10_000;
  const limits = { statement, lock: LOCK_MILLISECONDS, connect: milliseconds };
  return closing(openPostgres({ url, poolSize, limits }), { milliseconds, waiting: WAITING });
}

/** Bounded, and closed as a whole. */
function closing(opened: Database, limits: WaitLimits): Database {
  return { ...opened.bounded(limits), close: () => opened.close() };
}
