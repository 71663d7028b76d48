import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian puts PostgreSQL's programs, off PATH: one folder a version, the newest first. */
export function debianPostgresFolders(): string[] {
  const folder = '/usr/lib/postgresql';
  if (!existsSync(/* turbopackIgnore: true */ folder)) return [];
  return readdirSync(/* turbopackIgnore: true */ folder)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(folder, version, 'bin'));
}
