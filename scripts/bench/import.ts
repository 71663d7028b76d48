import { fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '@/db/client';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { demoCity } from '@/lib/demo/city';
import { writePlaces } from '@/lib/server/demo/write-places';
import type { IncidentFiles } from './incident-files';
import { median } from './quantile';
import type { ScratchDatabases } from './scratch-databases';
import { timed } from './stopwatch';

export type ImportProcessResult = { ms: number; accepted: number; peakMegabytes: number };

export type ImportFigures = {
  rows: number;
  rounds: number;
  importMs: number;
  /** COPY of the same values, from which the server makes the points. */
  plainMs: number;
  /** COPY of points that are in the server's own form already. */
  copyMs: number;
  /** Speed of the import over that of each, round by round, then the median. */
  plainRatio: number;
  ratio: number;
  /** The largest of all rounds. */
  peakMegabytes: number;
};

/** Imports the CSV and copies the same points raw, in both forms, by turns, each into a fresh database. */
export async function measureImport(
  databases: ScratchDatabases,
  files: IncidentFiles,
  { rounds, seed }: { rounds: number; seed: number },
): Promise<ImportFigures> {
  await prepareTemplate(databases, seed);
  const plains: number[] = [];
  const copies: number[] = [];
  const imports: ImportProcessResult[] = [];
  for (let round = 0; round < rounds; round++) {
    plains.push(await inFresh(databases, (url) => copyRaw(url, files, PLAIN)));
    copies.push(await inFresh(databases, (url) => copyRaw(url, files, READIED)));
    imports.push(await inFresh(databases, (url) => importInProcess(url, files)));
  }
  await databases.drop(TEMPLATE);
  const ratioTo = (raw: readonly number[]) =>
    median(imports.map(({ ms }, round) => (raw[round] ?? Number.NaN) / ms));
  return {
    rows: files.rows,
    rounds,
    importMs: median(imports.map(({ ms }) => ms)),
    plainMs: median(plains),
    copyMs: median(copies),
    plainRatio: ratioTo(plains),
    ratio: ratioTo(copies),
    peakMegabytes: Math.max(...imports.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

const TEMPLATE = 'import_template';

/** A migrated database with the city's places and cells, and no incident. */
async function prepareTemplate(databases: ScratchDatabases, seed: number): Promise<void> {
  await databases.create(TEMPLATE);
  await withDatabase(databases.url(TEMPLATE), async (database) => {
    await migrateToLatest(database.db);
    await database.session((session) => writePlaces(session, demoCity(seed)));
    await sql`ANALYZE`.execute(database.db);
  });
}

async function inFresh<T>(
  databases: ScratchDatabases,
  work: (url: string) => Promise<T>,
): Promise<T> {
  await databases.create('import_round', TEMPLATE);
  try {
    return await work(databases.url('import_round'));
  } finally {
    await databases.drop('import_round');
  }
}

/** A file that COPY reads as it is: its columns, in order, and how its table has the point. */
type RawForm = { file: 'plain' | 'copy'; columns: readonly string[]; table: string };

const PLAIN: RawForm = {
  file: 'plain',
  columns: ['id', 'occurred', 'kind', 'lon', 'lat'],
  table: `id text, occurred timestamptz, kind text, lon float8, lat float8,
    geom geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED`,
};
const READIED: RawForm = {
  file: 'copy',
  columns: ['id', 'kind', 'occurred', 'geom'],
  table: 'id text, kind text, occurred timestamptz, geom geometry(Point, 4326)',
};

/** The least that a table of searchable points costs: rows in, index, statistics, in one transaction. */
function copyRaw(url: string, files: IncidentFiles, form: RawForm): Promise<number> {
  return withDatabase(url, async (database) => {
    const { ms } = await timed(() =>
      database.session(async (session) => {
        await sql`CREATE TABLE raw_incident (${sql.raw(form.table)})`.execute(session.db);
        await session.copyFrom(
          'raw_incident',
          form.columns,
          createReadStream(files[form.file], { encoding: 'utf8', highWaterMark: 1 << 20 }),
        );
        await sql`CREATE INDEX ON raw_incident USING gist (geom)`.execute(session.db);
        await sql`ANALYZE raw_incident`.execute(session.db);
      }),
    );
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM raw_incident`.execute(database.db);
    requireAll(rows[0]?.count, files);
    return ms;
  });
}

async function importInProcess(url: string, files: IncidentFiles): Promise<ImportProcessResult> {
  const child = fork(join(import.meta.dirname, '../bench-import.ts'), [url, files.csv]);
  const told = await new Promise<ImportProcessResult>((resolve, reject) => {
    let result: ImportProcessResult | undefined;
    child.once('message', (message) => {
      result = message as ImportProcessResult;
    });
    child.once('error', reject);
    child.once('exit', (status) =>
      result && status === 0
        ? resolve(result)
        : reject(new Error(`the import ended with status ${status}`)),
    );
  });
  requireAll(told.accepted, files);
  return told;
}

/** A figure for less work than was asked would be worthless. */
function requireAll(count: number | undefined, { rows }: IncidentFiles): void {
  if (count !== rows) throw new Error(`${count} of ${rows} rows arrived`);
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openPostgres({ url, poolSize: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
