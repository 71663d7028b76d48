import 'server-only';
import { sql } from 'kysely';
import type { Database, Db } from '@/db/client';
import { type HardeningGap, isSeparated, listHardeningGaps } from '@/db/hardening';
import { latestMigration } from '@/db/migrate';
import packageJson from '@/package.json' with { type: 'json' };

export type Health = {
  /** The process answers. */
  readonly live: true;
  /** The database answers in time and has this application's tables. */
  readonly ready: boolean;
};

/** What runs here; a stranger could look up its known faults. */
export type Versions = {
  readonly version: string;
  readonly backend: Database['backend'];
  /** Name of the latest migration. */
  readonly schema: string;
  readonly postgres: string;
  readonly postgis: string;
  readonly node: string;
  /** What docs/deploy.md asks for and is not done. */
  readonly advice: readonly Advice[];
};

export type Advice = HardeningGap | 'not_separated';

/** A probe gives up after this or a little more; what answers later is of no use to people either. */
const ANSWER_MILLISECONDS = 3_000;

/** Whether the database answers in time and has been migrated as far as this application knows, or further. */
export async function readHealth(
  open: () => Promise<Database>,
  milliseconds = ANSWER_MILLISECONDS,
): Promise<Health> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, milliseconds, undefined);
  // Why it does not answer is for the log of whoever asks it for something; a stranger learns only that it is so.
  const asked = open().then(({ db }) => readSchema(db));
  const schema = await Promise.race([asked.catch(() => undefined), late.promise]);
  clearTimeout(timer);
  // Names begin with their numbers. A newer process may have migrated already, and is about to take over.
  return { live: true, ready: schema !== undefined && schema >= latestMigration() };
}

/** The versions of everything that answers, and what a deployer has yet to do. */
export async function readVersions(database: Database): Promise<Versions> {
  const { backend, db } = database;
  const { rows } = await sql<{ postgres: string; postgis: string }>`
    SELECT current_setting('server_version') AS postgres, extversion AS postgis
    FROM pg_extension WHERE extname = 'postgis'`.execute(db);
  return {
    version: packageJson.version,
    backend,
    schema: await readSchema(db),
    postgres: rows[0]?.postgres ?? '',
    postgis: rows[0]?.postgis ?? '',
    node: process.versions.node,
    advice: await listAdvice(database),
  };
}

/** What docs/deploy.md asks for and is not done. */
export async function listAdvice({ backend, db }: Database): Promise<Advice[]> {
  // The embedded database has one login only.
  const isOneLogin = backend === 'postgres' && !(await isSeparated(db));
  return [...(isOneLogin ? ['not_separated' as const] : []), ...(await listHardeningGaps(db))];
}

async function readSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ schema: string | null }>`
    SELECT max(name) AS schema FROM kysely_migration`.execute(db);
  return rows[0]?.schema ?? '';
}
