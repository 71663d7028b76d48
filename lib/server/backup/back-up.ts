import 'server-only';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { openPostgres } from '@/db/postgres';
import { listGroupRoles, listTableChecksums } from '@/db/queries/table-checksums';
import { UserError } from '@/lib/user-error';
import packageJson from '@/package.json' with { type: 'json' };
import type { DatabasePlace } from '../database';
import { BACKUP_FILES, type Manifest, sha256Of } from './manifest';
import { runPostgresProgram } from './postgres-program';

/** What is in the manifest but for the file's own size and hash. */
type Contents = Omit<Manifest, 'sha256' | 'bytes'>;

/**
 * Writes everything that a database holds into a new folder, with counts and checksums of the same moment; people may
 * work on meanwhile. The folder appears whole or not at all.
 *
 * @throws {UserError} where the folder exists, or the database cannot be dumped.
 */
export async function backUp(place: DatabasePlace, folder: string): Promise<Manifest> {
  if (existsSync(folder))
    throw new UserError(`${folder} exists already: give a folder that does not`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  try {
    const contents = await dump(place, part);
    const file = join(part, BACKUP_FILES.database);
    chmodSync(file, 0o600);
    const manifest = { ...contents, sha256: await sha256Of(file), bytes: statSync(file).size };
    writeFileSync(
      join(part, BACKUP_FILES.manifest),
      `${JSON.stringify(manifest, undefined, 2)}\n`,
      { mode: 0o600 },
    );
    renameSync(part, folder);
    return manifest;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function dump(place: DatabasePlace, folder: string): Promise<Contents> {
  return place.backend === 'postgres'
    ? dumpServer(place.url, folder)
    : dumpHome(place.home, folder);
}

/** pg_dump sees the very snapshot that the checksums are made of. */
async function dumpServer(url: string, folder: string): Promise<Contents> {
  const database = openPostgres({ url, poolSize: 1 });
  try {
    return await database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => {
        const { rows } = await sql<{ snapshot: string }>`
          SELECT pg_export_snapshot() AS snapshot`.execute(transaction);
        const contents = await describe(transaction, 'postgres');
        await runPostgresProgram('pg_dump', url, [
          '--format=custom',
          '--no-owner',
          `--snapshot=${rows[0]?.snapshot}`,
          `--file=${join(folder, BACKUP_FILES.database)}`,
        ]);
        return contents;
      });
  } finally {
    await database.close();
  }
}

async function dumpHome(home: string, folder: string): Promise<Contents> {
  if (!existsSync(join(home, 'database')))
    throw new UserError(`${home} holds no database: set ZHANTU_HOME or DATABASE_URL`);
  const database = await openEmbedded({ home });
  try {
    const contents = await database.db
      .transaction()
      .execute((transaction) => describe(transaction, 'embedded'));
    writeFileSync(join(folder, BACKUP_FILES.database), await database.dump(), { mode: 0o600 });
    const secret = join(home, BACKUP_FILES.secret);
    if (existsSync(secret)) copyFileSync(secret, join(folder, BACKUP_FILES.secret));
    return contents;
  } finally {
    await database.close();
  }
}

async function describe(db: Db, backend: Manifest['backend']): Promise<Contents> {
  const { rows } = await sql<{ schema: string | null; postgres: string; takenAt: string }>`
    SELECT (SELECT max(name) FROM kysely_migration) AS schema, current_setting('server_version') AS postgres,
           to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "takenAt"
  `.execute(db);
  const [known] = rows;
  return {
    format: 1,
    application: packageJson.version,
    backend,
    takenAt: known?.takenAt ?? '',
    schema: known?.schema ?? '',
    postgres: known?.postgres ?? '',
    roles: await listGroupRoles(db),
    tables: await listTableChecksums(db),
  };
}
