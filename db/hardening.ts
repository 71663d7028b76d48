import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from './client';
import { databaseFolder } from './folder';

/**
 * What still keeps the database from enforcing, or from doing so quickly:
 *
 * - `slow_tiles`: for a bound actor no tile finds its index (hardening.sql has not run, or PostGIS was updated since).
 * - `settings_in_statements`: a statement could change for whom it runs.
 * - `temporary_tables`: the application's role may make some.
 */
export type HardeningGap = 'slow_tiles' | 'settings_in_statements' | 'temporary_tables';

/** First part of the key of our advisory locks: see queries/imports.ts. The second is no jurisdiction's code. */
const LOCK_SPACE = 7_301;
const HARDENING = 1;

/** What hardening.sql has still to do in this database; needs the migrations. */
export async function listHardeningGaps(db: Db): Promise<HardeningGap[]> {
  const { rows } = await sql<{ gap: HardeningGap }>`
    SELECT gap FROM (VALUES
      ('slow_tiles', NOT (SELECT proleakproof FROM pg_proc WHERE oid = 'geometry_overlaps(geometry,geometry)'::regprocedure)),
      ('settings_in_statements', has_function_privilege('zhantu_app', 'pg_catalog.set_config(text,text,boolean)', 'EXECUTE')),
      ('temporary_tables', has_database_privilege('zhantu_app', current_database(), 'TEMPORARY'))
    ) AS checked (gap, is_open)
    WHERE is_open ORDER BY gap`.execute(db);
  return rows.map(({ gap }) => gap);
}

/** Whether the login of `db` is bound by the policies: it neither owns the tables nor bypasses them. */
export async function isSeparated(db: Db): Promise<boolean> {
  const { rows } = await sql<{ separated: boolean }>`
    SELECT NOT (rolsuper OR rolbypassrls OR pg_has_role(session_user, relowner, 'MEMBER')) AS separated
    FROM pg_class, pg_roles WHERE pg_class.oid = 'jurisdiction'::regclass AND rolname = session_user`.execute(
    db,
  );
  return rows[0]?.separated ?? false;
}

/** Runs hardening.sql where it has something to do and the login may: a superuser's; else leaves it to {@link listHardeningGaps}. */
export async function harden(db: Db): Promise<void> {
  const { rows } = await sql<{ may: boolean }>`
    SELECT rolsuper AS may FROM pg_roles WHERE rolname = current_user`.execute(db);
  if (!rows[0]?.may || (await listHardeningGaps(db)).length === 0) return;
  const text = readFileSync(join(databaseFolder(), 'hardening.sql'), 'utf8');
  await db.transaction().execute(async (transaction) => {
    // Two that start together would change the same rows of the catalogue.
    await sql`SELECT pg_advisory_xact_lock(${LOCK_SPACE}::int, ${HARDENING}::int)`.execute(
      transaction,
    );
    await sql.raw(text).execute(transaction);
  });
}

/**
 * Lets what the login makes from now on be closed to the public, as migration 0008 did for the login that ran it: a
 * restored database may have another owner.
 */
export async function closeByDefault(db: Db): Promise<void> {
  await sql`
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO zhantu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM PUBLIC, zhantu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM PUBLIC, zhantu_app;
  `.execute(db);
}
