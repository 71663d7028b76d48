/**
 * `npm run bench:rankers`: how good each ranker is on real cities, on months that chose nothing. Needs the four files
 * that docs/ranking.md names, in one folder.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startThrowawayPostgres } from '@/db/testing/throwaway-postgres';
import { type Backtest, runBacktest } from '@/lib/server/backtest';
import { closeDatabase, ownerDatabase } from '@/lib/server/database';
import { CITIES, type City } from './bench/cities';
import { outlineOf } from './bench/city-outline';
import { backtestTable } from './bench/rankers-report';
import { ScratchDatabases } from './bench/scratch-databases';
import { runCommand } from './run-command';

const COVERAGES = [0.01, 0.05];
const CELL_METRES = 250;

const options = new Command('bench:rankers')
  .option(
    '--data <folder>',
    'where the files are',
    join(import.meta.dirname, '../../shared/data/crime'),
  )
  .option('--write', 'write docs/ranking-accuracy.md as well')
  .parse()
  .opts<{ data: string; write?: true }>();

const missing = CITIES.filter(({ file }) => !existsSync(join(options.data, file)));
const server = missing.length === 0 ? await startThrowawayPostgres() : undefined;
if (!server) {
  const why = missing.length
    ? `no ${missing.map(({ file }) => file).join(', ')} in ${options.data}`
    : 'no PostgreSQL with PostGIS';
  console.error(`bench:rankers: skipped, ${why}`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'zhantu-rankers-'));
try {
  const databases = new ScratchDatabases(server.url);
  await databases.create('cities');
  process.env.DATABASE_URL = databases.url('cities');
  const parts: string[] = [];
  for (const city of CITIES) parts.push(await measure(city));
  const text = parts.join('\n\n');
  console.log(text);
  if (options.write)
    writeFileSync(
      join(import.meta.dirname, '../docs/ranking-accuracy.md'),
      `# How good each ranker is\n\nWritten by \`npm run bench:rankers -- --write\`. What the columns mean, and what was tried: [ranking.md](ranking.md).\n\n${text}\n`,
    );
} finally {
  await closeDatabase();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(city: City): Promise<string> {
  const file = join(options.data, city.file);
  const { db } = await ownerDatabase();
  const boundary = join(folder, `${city.code}.geojson`);
  writeFileSync(boundary, await outlineOf(db, file, city));
  await command(
    ...['jurisdiction', 'create', '--code', city.code, '--name', city.name, '--boundary', boundary],
    ...['--timezone', city.timezone, '--cell', String(CELL_METRES)],
  );
  await command(
    ...['import', 'incidents', file, '--jurisdiction', city.code, '--columns', city.columns],
    ...['--const', `kind=${city.kind}`, '--create-kinds', '--timezone', city.timezone],
  );
  const backtests: Backtest[] = [];
  for (const coverage of COVERAGES)
    backtests.push(
      await runBacktest(db, { jurisdiction: city.code, from: city.from, to: city.to, coverage }),
    );
  return backtestTable(city, backtests);
}

async function command(...words: string[]): Promise<void> {
  const status = await runCommand(words);
  if (status !== 0) throw new Error(`zhantu ${words.join(' ')}: ${status}`);
}
