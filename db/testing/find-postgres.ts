import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { debianPostgresFolders } from '../debian-postgres';

/** An installed PostgreSQL server with PostGIS. */
export type InstalledPostgres = {
  /** Folder of its programs. */
  bin: string;
  /** As it calls itself: `postgres (PostgreSQL) 15.14 …`. */
  version: string;
};

/** The newest installed server that has PostGIS: in Debian's layout, or on PATH. */
export function findPostgres(): InstalledPostgres | undefined {
  const folders = [...debianPostgresFolders(), ...(process.env.PATH ?? '').split(delimiter)];
  const bin = folders.find((folder) => isServer(folder) && hasPostgis(folder));
  return bin === undefined ? undefined : { bin, version: output(bin, 'postgres', '--version') };
}

function isServer(folder: string): boolean {
  return ['initdb', 'postgres', 'pg_config'].every((program) => existsSync(join(folder, program)));
}

function hasPostgis(bin: string): boolean {
  return existsSync(join(output(bin, 'pg_config', '--sharedir'), 'extension', 'postgis.control'));
}

function output(bin: string, program: string, flag: string): string {
  return execFileSync(join(bin, program), [flag], { encoding: 'utf8' }).trim();
}
