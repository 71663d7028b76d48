import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  cellsOfBox,
  deleteJurisdiction,
  insertFacts,
  insertJurisdiction,
} from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { addMonths } from '@/lib/format/month';
import { UserError } from '@/lib/user-error';
import type { Actor } from '../../access/actor';
import { hotspotList } from '../../hotspots';
import { askForBacktest } from '../../order-backtest';
import type { JobContext } from '../define-job';
import { onJobNews } from '../job-news';
import { jobKinds } from '../kinds';
import { cancel, readJob } from '../manage';
import { TestJobs } from '../testing/test-jobs';
import { saveUpload, uploadPath } from '../uploads/uploads';

const home = mkdtempSync(join(tmpdir(), 'zhantu-jobs-'));
process.env.ZHANTU_HOME = home;
afterAll(() => rmSync(home, { recursive: true, force: true }));

const database = await openTestDatabase();
const { db } = database;
const HERE = await insertJurisdiction(db, { cells: cellsOfBox(4, 3) });
const jobs = new TestJobs(database, ...jobKinds);

beforeEach(async () => {
  await sql`DELETE FROM job`.execute(db);
});

async function* bytes(text: string) {
  yield new TextEncoder().encode(text);
}

function rows(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, n) => `${n},2024-01-11 08:00,120.0,28.85,theft\n`,
  );
  return `id,occurred,lon,lat,kind\n${lines.join('')}`;
}

async function askImport(text: string, more: object = {}): Promise<{ id: string; upload: string }> {
  const upload = await saveUpload(bytes(text), '一月 incidents.CSV');
  const payload = { upload, fileName: '一月 incidents.CSV', subject: 'incidents', ...more };
  return { id: await jobs.ask(HERE, { kind: 'import', payload }), upload };
}

async function countIncidents(): Promise<number> {
  const { rows: counted } = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM incident`.execute(db);
  return counted[0]!.n;
}

describe('an import job', () => {
  it('is cancelled in the middle of its file, and leaves nothing', async () => {
    const { id, upload } = await askImport(rows(20_000));
    let read = 0;
    let cancelling: Promise<unknown> | undefined;
    const stop = onJobNews((news) => {
      if (news.type !== 'progress') return;
      read = news.progress.done;
      cancelling ??= cancel(db, HERE, id);
    });
    await jobs.worker(0).runDue();
    stop();
    await cancelling;
    expect(read).toBeLessThan(10_000);
    expect(await readJob(db, HERE, id)).toMatchObject({ state: 'cancelled' });
    expect(await countIncidents()).toBe(0);
    // For a retry.
    expect(existsSync(uploadPath(upload))).toBe(true);
  });

  it('tells of its rows as it reads them, and removes its file when they are in', async () => {
    const { id, upload } = await askImport(rows(5_000));
    const told: string[] = [];
    const stop = onJobNews((news) => {
      if (news.type === 'progress')
        told.push(`${news.progress.step} ${news.progress.done}/${news.progress.total}`);
    });
    await jobs.worker(0).runDue();
    stop();
    expect(await readJob(db, HERE, id)).toMatchObject({
      state: 'done',
      facts: { fileName: '一月 incidents.CSV', subject: 'incidents' },
      figures: { read: 5_000, accepted: 5_000, known: 0, rejected: 0 },
    });
    expect(told.at(-1)).toBe('storing 5000/5000');
    expect(told.length).toBeGreaterThan(2);
    expect(existsSync(uploadPath(upload))).toBe(false);
    const { rows: batches } = await sql`SELECT file_name FROM import_batch`.execute(db);
    expect(batches).toEqual([{ file_name: '一月 incidents.CSV' }]);
  });

  it('ends in the transaction of its batch: both stand, or neither', async () => {
    const known = await countIncidents();
    const unplugged = jobKinds.map((kind) => ({
      ...kind,
      run: (context: JobContext<unknown>) =>
        kind.run({
          ...context,
          finish: async (transaction, result) => {
            await context.finish(transaction, result);
            throw new UserError('the plug was pulled');
          },
        }),
    }));
    const { id } = await askImport(rows(7_000).replaceAll('theft', 'fraud'), { createKinds: true });
    await new TestJobs(database, ...unplugged).worker(0).runDue();
    expect(await readJob(db, HERE, id)).toMatchObject({
      state: 'failed',
      error: { text: 'the plug was pulled' },
    });
    expect(await countIncidents()).toBe(known);
  });

  it('says what to do where no row was taken, and nothing of where files are kept', async () => {
    const { id } = await askImport('id,occurred,lon,lat,kind\n1,2024-01-11 08:00,0,0,theft\n');
    const bad = await askImport('');
    await jobs.worker(0).runDue();
    const { error, state, attempts } = await readJob(db, HERE, id);
    expect({ state, attempts, code: error?.code }).toEqual({
      state: 'failed',
      attempts: 1,
      code: 'refused',
    });
    expect(error?.text).toContain(
      'all 1 rows of 一月 incidents.CSV were rejected (zero_coordinates 1)',
    );
    const unreadable = await readJob(db, HERE, bad.id);
    expect(unreadable.error).toEqual({ code: 'refused', text: '一月 incidents.CSV is empty.' });
    expect(JSON.stringify(unreadable)).not.toContain(home);
    expect(JSON.stringify(unreadable)).not.toContain(bad.upload);
  });

  it('refuses names that are no uploads, and says when the file is gone', async () => {
    const payload = { fileName: 'a.csv', subject: 'incidents' };
    for (const upload of [
      '../../etc/passwd',
      '/etc/passwd',
      `${randomUUID()}/../x.csv`,
      `${randomUUID()}.csv\n`,
    ])
      await expect(
        jobs.ask(HERE, { kind: 'import', payload: { ...payload, upload } }),
      ).rejects.toThrow('is not the name of an upload');
    const id = await jobs.ask(HERE, {
      kind: 'import',
      payload: { ...payload, upload: `${randomUUID()}.csv` },
    });
    await jobs.worker(0).runDue();
    expect((await readJob(db, HERE, id)).error?.text).toContain('upload it again');
  });
});

describe('an upload', () => {
  it('is refused where it is too large or of an unknown format, and leaves nothing', async () => {
    await expect(saveUpload(bytes('12345'), 'a.csv', 4)).rejects.toThrow('larger than');
    await expect(saveUpload(bytes('1'), 'a.exe')).rejects.toThrow('must end in');
    await expect(saveUpload(bytes('1'), 'a.csv/..')).rejects.toThrow('must end in');
  });
});

const CENTURY_SECONDS = 3_155_760_000;

describe('a backtest', () => {
  it('is made once for a month, and is what the automatic choice then goes by', async () => {
    const code = await insertJurisdiction(db, { code: '330785', cells: cellsOfBox(4, 3) });
    await insertFacts(
      db,
      code,
      Array.from({ length: 24 }, (_, step) => ({
        ...{ i: step % 4, j: 1, count: 3 },
        month: `${addMonths('2022-01', step)}-01`,
      })),
    );
    const request = { jurisdiction: code, month: '2024-01', ranker: 'auto' };
    const list = await hotspotList(db, request);
    expect(list).toMatchObject({ ranker: 'count_all', auto: { evidence: null, isPending: true } });
    const asking: Actor = {
      userId: null,
      name: '甲',
      jurisdiction: code,
      role: 'commander',
      towns: null,
    };
    for (let times = 0; times < 2; times++) await askForBacktest(db, asking, list);
    // It was asked for at the database's own time, which is later than the test's.
    await jobs.worker(CENTURY_SECONDS).runDue();
    const { rows } = await sql<{ id: string }>`SELECT id FROM job WHERE kind = 'backtest'`.execute(
      db,
    );
    expect(rows).toHaveLength(1);
    expect(await readJob(db, code, rows[0]!.id)).toMatchObject({
      state: 'done',
      figures: { months: 12 },
    });
    const judged = await hotspotList(db, request);
    expect(judged.auto).toMatchObject({
      evidence: { from: '2023-01', to: '2023-12', months: 12 },
      isPending: false,
    });
    await deleteJurisdiction(db, code);
  });
});

describe('the other kinds', () => {
  it('rank a month and count the facts anew', async () => {
    const ranking = await jobs.ask(HERE, { kind: 'ranking', payload: { month: '2024-02' } });
    const facts = await jobs.ask(HERE, { kind: 'facts-rebuild', payload: {} });
    const wrong = await jobs.ask(HERE, {
      kind: 'ranking',
      payload: { month: '2024-02', kind: 'dragons' },
    });
    await expect(
      jobs.ask(HERE, { kind: 'ranking', payload: { month: '2024-13' } }),
    ).rejects.toThrow('month');
    await jobs.worker(0).runDue();
    expect(await readJob(db, HERE, ranking)).toMatchObject({
      state: 'done',
      figures: { cells: 12 },
      facts: { month: '2024-02' },
    });
    expect(await readJob(db, HERE, facts)).toMatchObject({ state: 'done', figures: { rows: 1 } });
    expect(await readJob(db, HERE, wrong)).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { code: 'refused' },
    });
  });
});
