import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { openPostgres } from '@/db/postgres';
import { readJobs } from '@/lib/server/jobs/manage';
import { Worker } from '@/lib/server/jobs/worker';
import { finished, openCommandLine } from './testing/command-line';

const zhantu = await openCommandLine('killed_job');
const HOME = join(zhantu.folder, 'home');
zhantu.environment.ZHANTU_HOME = HOME;
process.env.ZHANTU_HOME = HOME;

const CODE = '330784';
const ROWS = 60_000;
const content = `id,occurred,lon,lat,kind\n${Array.from(
  { length: ROWS },
  (_, n) =>
    `${n},2024-0${(n % 9) + 1}-11 08:00,${(119.95 + (n % 977) / 4000).toFixed(6)},${(28.8 + (n % 499) / 2500).toFixed(6)},theft\n`,
).join('')}`;

/** The database of the killed process, once that is dead: the embedded one has one owner at a time. */
async function open(): Promise<Database> {
  const { DATABASE_URL: url } = zhantu.environment;
  const database = url ? openPostgres({ url, poolSize: 4 }) : await openEmbedded({ home: HOME });
  afterAll(() => database.close());
  return database;
}

function startJobProcess(upload: string): ChildProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const script = join(import.meta.dirname, 'testing/job-process.ts');
  const tsx = import.meta.resolve('tsx');
  const options = ['--conditions=react-server', '--import', tsx, script, CODE, upload];
  return spawn(process.execPath, options, {
    cwd: zhantu.folder,
    env: {
      ...inherited,
      TSX_TSCONFIG_PATH: join(import.meta.dirname, '../tsconfig.json'),
      ...zhantu.environment,
    } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts an import job whose file is a pipe that is never fed to its end, and kills its process (SIGKILL) half-way. */
async function killHalfWay(upload: string): Promise<void> {
  const pipe = join(HOME, 'uploads', upload);
  mkdirSync(join(HOME, 'uploads'), { recursive: true });
  execFileSync('mkfifo', [pipe]);
  const child = startJobProcess(upload);
  const ending = finished(child);
  const hasRead = new Promise<void>((resolve) => {
    let text = '';
    child.stdout?.on('data', (part: string) => {
      text += part;
      if (/^reading [1-9]/m.test(text)) resolve();
    });
  });
  const feed = createWriteStream(pipe);
  feed.on('error', () => {
    // EPIPE: the reader has been killed, as it should be.
  });
  feed.write(content.slice(0, content.length / 2));
  const early = ending.then(({ stderr }) => {
    throw new Error(`ended before it read a row: ${stderr}`);
  });
  await Promise.race([hasRead, early]);
  early.catch(() => {});
  child.kill('SIGKILL');
  expect((await ending).signal).toBe('SIGKILL');
  feed.destroy();
  rmSync(pipe);
  writeFileSync(pipe, content);
}

describe('a job whose process is killed', { timeout: 300_000 }, () => {
  it('leaves nothing half-done, and is done by the next worker, once', async () => {
    const created = await zhantu.run(
      ...['jurisdiction', 'create', '--code', CODE, '--name', '永康市'],
      ...['--bbox=119.9,28.75,120.3,29.05', '--cell', '1000'],
    );
    expect(created.status, created.stderr).toBe(0);
    await killHalfWay(`${randomUUID()}.csv`);

    const database = await open();
    const { db, backend } = database;
    const { rows: before } = await sql`SELECT 1 FROM incident LIMIT 1`.execute(db);
    expect(before).toEqual([]);
    expect(await readJobs(db, CODE)).toMatchObject([{ state: 'running', attempts: 1 }]);

    const later = (minutes: number) =>
      new Worker({
        database,
        now: sql<Date>`now() + ${minutes}::int * interval '1 minute'`,
        report: (error) => {
          throw error;
        },
      });
    // Found dead: by its lease, or because an embedded database has one owner.
    await later(1).releaseLost(backend === 'embedded');
    expect(await readJobs(db, CODE)).toMatchObject([{ state: 'queued', error: { code: 'lost' } }]);
    expect(await later(2).runDue()).toBe(1);
    expect(await readJobs(db, CODE)).toMatchObject([
      {
        state: 'done',
        attempts: 2,
        figures: { read: ROWS, accepted: ROWS, known: 0, rejected: 0 },
      },
    ]);
    const { rows: after } = await sql`
      SELECT count(*)::int AS incidents, count(DISTINCT batch_id)::int AS batches FROM incident
      WHERE jurisdiction = ${CODE}`.execute(db);
    expect(after).toEqual([{ incidents: ROWS, batches: 1 }]);
  });
});
