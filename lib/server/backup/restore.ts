import 'server-only';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database, Db } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { closeByDefault } from '@/db/hardening';
import { latestMigration, migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { listTableChecksums, listTables } from '@/db/queries/table-checksums';
import { UserError } from '@/lib/user-error';
import type { DatabasePlace } from '../database';
import { BACKUP_FILES, checkDump, type Manifest, readManifest } from './manifest';
import { runPostgresProgram } from './postgres-program';

/**
 * Brings a backup into a database that is empty, holds every table against the backup's counts and checksums, then
 * brings the schema up to date.
 *
 * @throws {UserError} where the backup is damaged or of another kind of database, the place holds something, or what was
 * restored is not what was backed up; nothing is left behind then.
 */
export async function restore(place: DatabasePlace, folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  if (manifest.backend !== place.backend)
    throw new UserError(
      manifest.backend === 'postgres'
        ? `${folder} is of a PostgreSQL server: set DATABASE_URL, or DATABASE_OWNER_URL, to an empty database`
        : `${folder} is of an embedded database: unset DATABASE_URL, and set ZHANTU_HOME to its folder`,
    );
  if (manifest.schema > latestMigration())
    throw new UserError(
      `${folder} was written by version ${manifest.application}, whose schema is later: restore with that one`,
    );
  await checkDump(folder, manifest);
  if (place.backend === 'postgres') await restoreServer(place.url, folder, manifest);
  else await restoreHome(place.home, folder, manifest);
  return manifest;
}

async function restoreServer(url: string, folder: string, manifest: Manifest): Promise<void> {
  const database = openPostgres({ url, poolSize: 1 });
  const list = join(tmpdir(), `zhantu-restore-${process.pid}.list`);
  try {
    const [table] = await listTables(database.db);
    if (table !== undefined)
      throw new UserError(
        `the database has a table ${table} already: make an empty one (createdb), and set DATABASE_URL to it`,
      );
    await makeRoles(database.db, manifest.roles);
    await sql`CREATE EXTENSION IF NOT EXISTS postgis`.execute(database.db);
    const dump = join(folder, BACKUP_FILES.database);
    const entries = await runPostgresProgram('pg_restore', undefined, ['--list', dump]);
    const mayAddSystems = await mayAddReferenceSystems(database.db);
    const ours = entries
      .split('\n')
      .filter((entry) => isOurs(entry) && (mayAddSystems || !entry.includes('spatial_ref_sys')));
    writeFileSync(list, ours.join('\n'));
    const how = ['--no-owner', '--exit-on-error', '--single-transaction', `--use-list=${list}`];
    await runPostgresProgram('pg_restore', url, [...how, dump]);
    await closeByDefault(database.db);
    await sql`ANALYZE`.execute(database.db);
    await finish(database, manifest);
  } finally {
    rmSync(list, { force: true });
    await database.close();
  }
}

/**
 * PostGIS is the server's own; so are rights on the catalogue, which only hardening.sql can give again. What an owner's
 * new tables and functions allow goes by the owner's name, which is another one here.
 */
function isOurs(entry: string): boolean {
  return !/ (EXTENSION -|COMMENT - EXTENSION|ACL pg_catalog|DEFAULT ACL) /.test(entry);
}

/** A deployer's own reference systems stand among PostGIS's, where only its owner may add any. */
async function mayAddReferenceSystems(db: Db): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    SELECT has_table_privilege('spatial_ref_sys', 'INSERT') AS may`.execute(db);
  return rows[0]?.may ?? false;
}

/** Roles belong to the server, not to the database, so that a new server has none of ours. */
async function makeRoles(db: Db, roles: readonly string[]): Promise<void> {
  const { rows } = await sql<{ role: string }>`
    SELECT role FROM unnest(${[...roles]}::text[]) AS role
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
  `.execute(db);
  for (const { role } of rows) await sql`CREATE ROLE ${sql.id(role)} NOLOGIN`.execute(db);
}

/** Beside its place first, so that a damaged or killed restore leaves nothing there. */
async function restoreHome(home: string, folder: string, manifest: Manifest): Promise<void> {
  if (existsSync(join(home, 'database')))
    throw new UserError(
      `${join(home, 'database')} exists already: move it away, or set ZHANTU_HOME to another folder`,
    );
  const part = join(home, 'restore.part');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const snapshot = readFileSync(join(folder, BACKUP_FILES.database));
    const database = await openEmbedded({ home: part, snapshot });
    try {
      await finish(database, manifest);
    } finally {
      await database.close();
    }
    restoreSecret(home, folder);
    renameSync(join(part, 'database'), join(home, 'database'));
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Without the key that they were encrypted with, second factors could not be read. */
function restoreSecret(home: string, folder: string): void {
  const [from, to] = [join(folder, BACKUP_FILES.secret), join(home, BACKUP_FILES.secret)];
  if (!existsSync(from)) return;
  if (existsSync(to) && readFileSync(to, 'utf8') !== readFileSync(from, 'utf8'))
    throw new UserError(`${to} is another key than the backup’s: move it away`);
  copyFileSync(from, to);
}

async function finish(database: Database, { tables }: Manifest): Promise<void> {
  const found = await database.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(listTableChecksums);
  const known = new Map(found.map(({ table, rows, checksum }) => [table, `${rows} ${checksum}`]));
  const wrong = tables.filter(
    ({ table, rows, checksum }) => known.get(table) !== `${rows} ${checksum}`,
  );
  if (wrong.length > 0 || found.length !== tables.length)
    throw new UserError(
      `what was restored is not what was backed up (${wrong.map(({ table }) => table).join(', ')}): do not use this database`,
    );
  await migrateToLatest(database.db);
}
