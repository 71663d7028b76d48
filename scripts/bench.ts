/** `npm run bench`: how fast imports, rankings and tiles are, as ratios within one run on this machine. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { startThrowawayPostgres } from '@/db/testing/throwaway-postgres';
import { writeDemo } from '@/lib/server/demo/write-demo';
import { measureBacktest } from './bench/backtest';
import { measureOpening } from './bench/embedded';
import { measureImport } from './bench/import';
import { writeIncidentFiles } from './bench/incident-files';
import { describeMachine, loadNow } from './bench/machine';
import { measureRanking } from './bench/rank';
import { type Figures, report } from './bench/report';
import { ScratchDatabases } from './bench/scratch-databases';
import { measureTiles } from './bench/tiles';
import { wholeNumber } from './commands/option-values';

type Options = {
  rows: number;
  embeddedRows: number;
  rounds: number;
  tiles: number;
  seed: number;
  write?: true;
};

const started = performance.now();
const options = new Command('bench')
  .description('measures imports, rankings and tiles on a PostgreSQL of its own and embedded')
  .option('--rows <n>', 'incidents on PostgreSQL', wholeNumber(10_000, 10_000_000), 1_000_000)
  .option('--embedded-rows <n>', 'incidents embedded', wholeNumber(1000, 1_000_000), 100_000)
  .option('--rounds <n>', 'imports and raw copies, by turns', wholeNumber(1, 20), 3)
  .option('--tiles <n>', 'tiles read a layer and zoom', wholeNumber(1, 1000), 40)
  .option('--seed <n>', 'another seed makes another city', wholeNumber(0, 2 ** 31), 1)
  .option('--write', 'write docs/benchmarks.md as well')
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'zhantu-bench-'));
const removeFolder = () => rmSync(folder, { recursive: true, force: true });
process.once('exit', removeFolder);
// Ends by `exit`, which takes the server and the folder along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const server = await startThrowawayPostgres();
if (!server) {
  console.error('bench: needs PostgreSQL with PostGIS: apt-get install postgresql-15-postgis-3');
  process.exit(1);
}
try {
  const text = report(await measure(server.url));
  console.log(text);
  if (options.write) writeDocument(text);
} finally {
  await server.stop();
}

async function measure(url: string): Promise<Figures> {
  const { rows, rounds, seed, embeddedRows, tiles: tilesAZoom } = options;
  const load = loadNow();
  const databases = new ScratchDatabases(url);
  tell(`writing a file of ${rows} incidents`);
  const files = writeIncidentFiles(
    {
      csv: join(folder, 'incidents.csv'),
      plain: join(folder, 'incidents.tsv'),
      copy: join(folder, 'incidents.copy'),
    },
    { size: rows, seed },
  );
  tell('importing, against raw COPY');
  const imported = await measureImport(databases, files, { rounds, seed });
  tell('preparing two demo cities on PostgreSQL');
  await prepareCity(databases, 'city', rows);
  await prepareCity(databases, 'tenth', Math.round(rows / 10));
  tell('ranking');
  const rank = {
    all: await measureRanking(databases.url('city')),
    tenth: await measureRanking(databases.url('tenth')),
  };
  tell('backtesting');
  const backtest = await measureBacktest(databases.url('city'));
  tell('preparing an embedded demo city');
  const home = join(folder, 'home');
  const embedded = await openEmbedded({ home });
  const postgres = openPostgres({ url: databases.url('city'), poolSize: 1 });
  try {
    await migrateToLatest(embedded.db);
    await writeDemo(embedded, { size: embeddedRows, seed });
    tell('reading tiles');
    const tiles = {
      postgres: await measureTiles(postgres, { tilesAZoom, seed }),
      embedded: await measureTiles(embedded, { tilesAZoom, seed }),
    };
    const machine = await describeMachine(postgres.db, embedded.db);
    await embedded.close();
    tell('opening the embedded database');
    const opening = await measureOpening(folder, home);
    return {
      machine,
      load,
      embeddedRows,
      tilesAZoom,
      import: imported,
      rank,
      backtest,
      tiles,
      opening,
    };
  } finally {
    await postgres.close();
  }
}

async function prepareCity(databases: ScratchDatabases, name: string, size: number): Promise<void> {
  await databases.create(name);
  const database = openPostgres({ url: databases.url(name), poolSize: 1 });
  try {
    await migrateToLatest(database.db);
    await writeDemo(database, { size, seed: options.seed });
  } finally {
    await database.close();
  }
}

function writeDocument(text: string): void {
  const words = process.argv.slice(2).join(' ');
  const today = new Date().toISOString().slice(0, 10);
  const head = `# Benchmarks\n\nWritten by \`npm run bench -- ${words}\` on ${today}; run it to measure your own machine. The PostgreSQL is started for the run, with fsync off for both sides of each ratio; the city and its incidents are the demo's, the same for the same seed.`;
  writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), `${head}\n\n${text}\n`);
}

function tell(step: string): void {
  console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s] ${step}`);
}
