/** `npm run bench:ranking`: how fast the statistics and rankings are, against R's packages in the same run where they are installed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { openPostgres } from '@/db/postgres';
import { startThrowawayPostgres } from '@/db/testing/throwaway-postgres';
import { describeMachine, loadNow } from './bench/machine';
import { measureArrays } from './bench/ranking/arrays';
import { peerFigures, preparePeers } from './bench/ranking/peers';
import { benchPoints } from './bench/ranking/points';
import { type RankingFigures, rankingReport } from './bench/ranking/report';
import { measureWhole, prepareField, type WholeFigures } from './bench/ranking/sql';
import { measureByTurns } from './bench/ranking/turns';
import { ScratchDatabases } from './bench/scratch-databases';
import { wholeNumber } from './commands/option-values';

type Options = { rounds: number; most: number; seed: number; write?: true };

const started = performance.now();
const options = new Command('bench:ranking')
  .description('measures statistics and rankings, against R where it is installed')
  .option('--rounds <n>', 'of each, of which the median counts', wholeNumber(1, 20), 5)
  .option(
    '--most <n>',
    'points of the largest set; others a tenth and a hundredth',
    wholeNumber(10_000, 10_000_000),
    1_000_000,
  )
  .option('--seed <n>', 'another seed makes other points', wholeNumber(0, 2 ** 31), 1)
  .option('--write', 'write docs/benchmarks-ranking.md as well')
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'zhantu-bench-ranking-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
// Ends by `exit`, which takes the server and the folder along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const server = await startThrowawayPostgres();
if (!server) {
  console.error(
    'bench:ranking: needs PostgreSQL with PostGIS: apt-get install postgresql-15-postgis-3',
  );
  process.exit(1);
}
try {
  const text = rankingReport(await measure(server.url));
  console.log(text);
  if (options.write) writeDocument(text);
} finally {
  await server.stop();
}

async function measure(url: string): Promise<RankingFigures> {
  const { rounds, most, seed } = options;
  const load = loadNow();
  tell('drawing points');
  const [few, some, all] = [100, 10, 1].map((part) => benchPoints(Math.round(most / part), seed));
  if (!(few && some && all)) throw new Error('three sizes make three sets');
  tell('statistics in typed arrays');
  const arrays = measureArrays(some, all, rounds);
  tell('preparing a database');
  const databases = new ScratchDatabases(url);
  const field = await prepareField(databases);
  const sets = [few, some, all];
  const peers = preparePeers(folder, sets);
  tell('the statistic in SQL and in R, by turns');
  const statistics = await measureByTurns(databases, sets, peers, rounds);
  const wholes: WholeFigures[] = [];
  for (const points of sets) {
    tell(`from ${points.x.length} raw points to a ranking`);
    wholes.push(await measureWhole(databases, points, rounds));
  }
  tell('the same by R');
  const figures = peerFigures(peers, ['statistics', 'wholes', 'dbscan', 'kde'], rounds);
  return {
    machine: await machineOf(field),
    load,
    points: { field: some.x.length, kde: all.x.length },
    arrays,
    statistics,
    wholes,
    peers: figures,
  };
}

async function machineOf(url: string): Promise<string> {
  const database = openPostgres({ url, poolSize: 1 });
  try {
    return await describeMachine(database.db);
  } finally {
    await database.close();
  }
}

function writeDocument(text: string): void {
  const words = process.argv.slice(2).join(' ');
  const today = new Date().toISOString().slice(0, 10);
  const head = `# Benchmarks of the ranking engine\n\nWritten by \`npm run bench:ranking -- ${words}\` on ${today}; run it to measure your own machine. The PostgreSQL is started for the run, with fsync off. Peers are measured where R has them (\`apt-get install r-cran-spdep r-cran-dbscan r-cran-spatstat\`), and nothing needs them. Points are drawn: most around 200 places, the others anywhere.`;
  writeFileSync(join(import.meta.dirname, '../docs/benchmarks-ranking.md'), `${head}\n\n${text}\n`);
}

function tell(step: string): void {
  console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s] ${step}`);
}
