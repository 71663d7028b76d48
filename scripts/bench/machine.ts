import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '@/db/client';

/** One line on what the figures were measured with; the load tells whether the machine was quiet. */
export async function describeMachine(postgres: Db, embedded?: Db): Promise<string> {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'})`,
    `${gigabytes} GiB`,
    `Node ${process.versions.node}`,
    await versions(postgres),
    ...(embedded ? [`embedded: PGlite ${pgliteVersion()}, ${await versions(embedded)}`] : []),
  ].join('; ');
}

/** Processes that wanted a core in the last minute. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

async function versions(db: Db): Promise<string> {
  const { rows } = await sql<{ postgres: string; postgis: string }>`
    SELECT split_part(current_setting('server_version'), ' ', 1) AS postgres, postgis_lib_version() AS postgis`.execute(
    db,
  );
  return `PostgreSQL ${rows[0]?.postgres}, PostGIS ${rows[0]?.postgis}`;
}

function pgliteVersion(): string {
  const file = join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}
