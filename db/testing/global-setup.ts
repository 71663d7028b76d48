import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../embedded/open';
import { migrateToLatest, migrationsHash } from '../migrate';
import { openPostgres } from '../postgres';
import { startThrowawayPostgres } from './throwaway-postgres';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged into vitest's
  export interface ProvidedContext {
    /** File of a dumped, migrated, empty embedded database. */
    snapshotFile: string;
    /** Server of the throwaway cluster, without a database name. */
    postgresUrl: string;
  }
}

const TEMPLATE = 'zhantu_template';
/** The application's login on the throwaway server, as docs/deploy.md has a deployer make it. */
export const WEB_LOGIN = 'zhantu_web';

/** Vitest global setup of the database projects: the migrated empty database that each test file copies. */
export default async function setup(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  if (project.name === 'db-embedded') {
    project.provide('snapshotFile', await embeddedSnapshot());
    return undefined;
  }
  // It would analyse tables between two tests, when all is rolled back: the planner then takes the next test's for empty.
  const server = await startThrowawayPostgres({ autovacuum: 'off' });
  if (!server)
    throw new Error(
      'no PostgreSQL server is installed: run `npm test`, which leaves this project out',
    );
  await withServer(server.url, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  const database = openPostgres({ url: `${server.url}/${TEMPLATE}` });
  await migrateToLatest(database.db);
  await database.close();
  await withServer(server.url, (client) =>
    client.query(`CREATE ROLE ${WEB_LOGIN} LOGIN IN ROLE zhantu_app, zhantu_accounts`),
  );
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

/** Kept between runs under a name that changes with the migrations: making it takes some 15 seconds. */
export async function embeddedSnapshot(): Promise<string> {
  const folder = join(import.meta.dirname, '../../.zhantu/cache');
  const file = join(folder, `embedded-${migrationsHash()}.tar`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const database = await openEmbedded({});
  await migrateToLatest(database.db);
  const part = `${file}.${process.pid}`;
  writeFileSync(part, await database.dump());
  renameSync(part, file);
  await database.close();
  return file;
}

/** A new database cloned from the migrated template, or from another; returns its URL. */
export async function clonePostgres(
  serverUrl: string,
  name: string,
  template = TEMPLATE,
): Promise<string> {
  await withServer(serverUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`),
  );
  return `${serverUrl}/${name}`;
}

export function readSnapshot(file: string): Uint8Array {
  return readFileSync(file);
}

async function withServer(
  url: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
