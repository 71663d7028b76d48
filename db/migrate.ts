import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Db } from './client';
import { databaseFolder } from './folder';
import { harden } from './hardening';

/** Brings the schema up to date: PostGIS, then db/migrations/*.sql in order, each once; and hardens the database. */
export async function migrateToLatest(db: Db): Promise<string[]> {
  await sql`CREATE EXTENSION IF NOT EXISTS postgis`.execute(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => readMigrations() } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  await harden(db);
  return results.map(({ migrationName }) => migrationName);
}

/** Changes whenever a migration does: names a snapshot of the migrated, empty database. */
export function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const { name, text } of migrationFiles()) hash.update(name).update(text);
  return hash.digest('hex').slice(0, 16);
}

/** Name of the last migration that this application knows. */
export function latestMigration(): string {
  return migrationFiles().at(-1)?.name ?? '';
}

function readMigrations(): Record<string, Migration> {
  return Object.fromEntries(
    migrationFiles().map(({ name, text }) => [
      name,
      {
        up: async (db) => {
          await sql.raw(text).execute(db);
        },
      },
    ]),
  );
}

function migrationFiles(): { name: string; text: string }[] {
  const folder = join(databaseFolder(), 'migrations');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.sql'.length),
      text: readFileSync(join(folder, file), 'utf8'),
    }));
}
