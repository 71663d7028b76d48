import { once } from 'node:events';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { cancelJob, finishJob, listJobs, millisecondsToNextJob } from '@/db/queries/jobs';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { UserError } from '@/lib/user-error';
import { type JobNews, onJobNews } from './job-news';
import { cancel, retry } from './manage';
import { at, instant, signalled, TestJobs, testKind } from './testing/test-jobs';

const database = await openTestDatabase();
const { db, backend } = database;
const HERE = await insertJurisdiction(db, { code: '330784' });
const THERE = await insertJurisdiction(db, { code: '330783' });

beforeEach(async () => {
  await sql`DELETE FROM job`.execute(db);
});

/** A handler that tells when it has begun, and waits for its test or for its signal. */
function waiting() {
  const begun = signalled();
  const go = signalled<unknown>();
  const kind = testKind(async ({ signal }) => {
    begun.resolve();
    const aborted = once(signal, 'abort').then(() => {
      throw signal.reason;
    });
    return Promise.race([go.promise, aborted]);
  });
  return { kind, begun: begun.promise, go: go.resolve };
}

describe('asking for a job', () => {
  it('gives the job back that has the same key, until that one has failed', async () => {
    let fails = true;
    const jobs = new TestJobs(
      database,
      testKind(async () => {
        if (fails) throw new UserError('no such file');
      }),
    );
    const first = await jobs.ask(HERE, { key: 'k' });
    expect(await jobs.ask(HERE, { key: 'k' })).toBe(first);
    expect(await jobs.ask(HERE, { key: 'other' })).not.toBe(first);
    expect(await jobs.ask(THERE, { key: 'k' })).not.toBe(first);
    await jobs.worker(0).runDue();
    const second = await jobs.ask(HERE, { key: 'k' });
    expect(second).not.toBe(first);
    fails = false;
    await jobs.worker(0).runDue();
    expect((await jobs.job(HERE, second)).state).toBe('done');
    expect(await jobs.ask(HERE, { key: 'k' })).toBe(second);
    await expect(retry(db, HERE, first)).rejects.toThrow('asked for again already');
  });

  it('goes with the transaction that asked', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    const asked = db.transaction().execute(async (transaction) => {
      const inside = new TestJobs(
        { ...database, db: transaction },
        testKind(async () => undefined),
      );
      await inside.ask(HERE);
      throw new RangeError('changed my mind');
    });
    await expect(asked).rejects.toThrow('changed my mind');
    expect(await jobs.worker(0).runDue()).toBe(0);
  });

  it('refuses a payload that does not fit, and a kind that is not there', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    await expect(jobs.ask(HERE, { payload: { n: 'one' } })).rejects.toThrow('expected number');
    await expect(jobs.ask(HERE, { kind: 'dig' })).rejects.toThrow('no kind of job "dig"');
  });
});

describe('a job that fails', () => {
  it('is tried again after 15, 30 and 60 seconds, then has failed; the text of the fault stays in the log', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => {
        throw new RangeError('secret of the inside');
      }),
    );
    const id = await jobs.ask(HERE);
    expect(await jobs.worker(0).runDue()).toBe(1);
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'queued',
      attempts: 1,
      runAfter: instant(15),
      errorCode: 'internal',
    });
    expect(await jobs.worker(14).runDue()).toBe(0);
    expect(await jobs.worker(15).runDue()).toBe(1);
    expect(await jobs.job(HERE, id)).toMatchObject({ attempts: 2, runAfter: instant(45) });
    expect(await jobs.worker(44).runDue()).toBe(0);
    expect(await jobs.worker(45).runDue()).toBe(1);
    expect(await jobs.job(HERE, id)).toMatchObject({ attempts: 3, runAfter: instant(105) });
    expect(await jobs.worker(104).runDue()).toBe(0);
    expect(await jobs.worker(105).runDue()).toBe(1);
    const failed = await jobs.job(HERE, id);
    expect(failed).toMatchObject({ state: 'failed', attempts: 4, finishedAt: instant(105) });
    expect(failed.error).toContain(`"job ${id}"`);
    expect(failed.error).not.toContain('secret');
    expect(jobs.reports.map(({ error }) => (error as Error).message)).toEqual(
      Array(4).fill('secret of the inside'),
    );
    expect(await jobs.worker(9e6).runDue()).toBe(0);
  });

  it('is not tried again where its user has to mend it, until the user asks', async () => {
    let isMended = false;
    const jobs = new TestJobs(
      database,
      testKind(async () => {
        if (!isMended) throw new UserError('the file has\nno rows: mend it');
        return { rows: 3 };
      }),
    );
    const id = await jobs.ask(HERE);
    await jobs.worker(0).runDue();
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'failed',
      attempts: 1,
      errorCode: 'refused',
      error: 'the file has no rows: mend it',
    });
    expect(jobs.reports).toEqual([]);
    isMended = true;
    expect(await retry(db, HERE, id, undefined, at(60))).toMatchObject({
      state: 'queued',
      attempts: 0,
      error: null,
    });
    await jobs.worker(60).runDue();
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'done',
      attempts: 1,
      result: { rows: 3 },
    });
    await expect(retry(db, HERE, id)).rejects.toThrow('is done');
  });

  it('takes its end back with the transaction of its work', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async ({ finish }) => {
        await database.session(async (session) => {
          await sql`UPDATE jurisdiction SET name = 'half' WHERE code = ${HERE}`.execute(session.db);
          await finish(session.db, { rows: 1 });
          throw new UserError('the disk is full');
        });
      }),
    );
    const id = await jobs.ask(HERE);
    await jobs.worker(0).runDue();
    expect(await jobs.job(HERE, id)).toMatchObject({ state: 'failed', result: null });
    const { rows } = await sql`SELECT 1 FROM jurisdiction WHERE name = 'half'`.execute(db);
    expect(rows).toEqual([]);
  });
});

describe('a job that is cancelled', () => {
  it('never starts when it is queued', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    const id = await jobs.ask(HERE);
    expect((await cancel(db, HERE, id, undefined, at(1))).state).toBe('cancelled');
    expect(await jobs.worker(2).runDue()).toBe(0);
    expect(await jobs.job(HERE, id)).toMatchObject({ attempts: 0, finishedAt: instant(1) });
  });

  it('stops while it runs', async () => {
    const { kind, begun } = waiting();
    const jobs = new TestJobs(database, kind);
    const id = await jobs.ask(HERE);
    const run = jobs.worker(0).runDue();
    await begun;
    await cancel(db, HERE, id);
    await run;
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'cancelled',
      attempts: 1,
      error: null,
    });
    expect((await cancel(db, HERE, id)).state).toBe('cancelled');
  });

  it('hears of it when it reports, where another process asked', async () => {
    const begun = signalled();
    const jobs = new TestJobs(
      database,
      testKind(async ({ signal, progress }) => {
        progress({ step: 'reading', done: 1, total: 9 });
        begun.resolve();
        // Told by hand: a clock would be slow, and sometimes late.
        for (let done = 2; !signal.aborted; done++) {
          progress({ step: 'reading', done, total: 9 });
          jobs.timers.tick();
          await sql`SELECT 1`.execute(db);
        }
        throw signal.reason;
      }),
    );
    const id = await jobs.ask(HERE);
    const run = jobs.worker(0).runDue();
    await begun.promise;
    await cancelJob(db, HERE, id, at(0));
    await run;
    expect((await jobs.job(HERE, id)).state).toBe('cancelled');
  });

  it('takes back what it has done when it was about to commit', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async ({ finish }) => {
        await cancelJob(db, HERE, await onlyId(), at(0));
        await database.session((session) => finish(session.db, { rows: 1 }));
      }),
    );
    const onlyId = async () => (await listJobs(db, HERE, 1))[0]?.id ?? '';
    const id = await jobs.ask(HERE);
    await jobs.worker(0).runDue();
    expect(await jobs.job(HERE, id)).toMatchObject({ state: 'cancelled', result: null });
  });

  it('cannot be cancelled when it is done, nor where it is not', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    const id = await jobs.ask(HERE);
    await jobs.worker(0).runDue();
    await expect(cancel(db, HERE, id)).rejects.toThrow('ended already');
    await expect(cancel(db, THERE, id)).rejects.toThrow('has no job');
    await expect(cancel(db, HERE, 'DROP TABLE')).rejects.toThrow('has no job');
  });
});

describe('a lane', () => {
  it('runs one job of a jurisdiction at a time, and others beside it', async () => {
    const { kind, begun, go } = waiting();
    const order: string[] = [];
    const jobs = new TestJobs(
      database,
      { ...kind, lane: 'incidents' },
      testKind(async ({ jurisdiction }) => order.push(jurisdiction), 'quick', 'incidents'),
      testKind(async () => order.push('beside'), 'beside', null),
    );
    await jobs.ask(HERE);
    const slow = jobs.worker(0).runDue();
    await begun;
    await jobs.ask(HERE, { kind: 'quick' });
    await jobs.ask(THERE, { kind: 'quick' });
    await jobs.ask(HERE, { kind: 'beside' });
    expect(await jobs.worker(0).runDue()).toBe(2);
    expect(order).toEqual([THERE, 'beside']);
    go('done');
    await slow;
    // The first worker went on with what its own job kept waiting.
    expect(order).toEqual([THERE, 'beside', HERE]);
  });
});

describe('the wait for the next job', () => {
  const wait = (seconds: number) => millisecondsToNextJob(db, ['test'], at(seconds));

  it('has no end where nothing is asked for, and none where it is due', async () => {
    const jobs = new TestJobs(database, waiting().kind);
    expect(await wait(0)).toBeNull();
    const id = await jobs.ask(HERE);
    expect(await wait(5)).toBe(0);
    await cancel(db, HERE, id);
    expect(await wait(5)).toBeNull();
  });

  it('is the rest of the pause before the next attempt', async () => {
    const jobs = new TestJobs(
      database,
      testKind(() => Promise.reject(new Error('a fault'))),
    );
    await jobs.ask(HERE);
    await jobs.worker(0).runDue();
    expect(await wait(5)).toBe(10_000);
  });
});

describe('a worker that dies', () => {
  it('has its job done by another, and cannot end it any more', async () => {
    const firstBegun = signalled();
    const firstGo = signalled();
    let attempt = 0;
    const jobs = new TestJobs(
      database,
      testKind(async () => {
        if (++attempt > 1) return 'second';
        firstBegun.resolve();
        await firstGo.promise;
        return 'first';
      }),
    );
    const id = await jobs.ask(HERE);
    const first = jobs.worker(0).runDue();
    await firstBegun.promise;
    const second = jobs.worker(31);
    if (backend === 'embedded') await second.releaseLost(true);
    expect(await second.runDue()).toBe(0);
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'queued',
      errorCode: 'lost',
      runAfter: instant(46),
    });
    expect(await jobs.worker(46).runDue()).toBe(1);
    firstGo.resolve();
    await first;
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'done',
      result: 'second',
      attempts: 2,
      error: null,
    });
  });

  it('keeps its job as long as it is heard of', async () => {
    const { kind, begun, go } = waiting();
    const jobs = new TestJobs(database, kind);
    await jobs.ask(HERE);
    const run = jobs.worker(20).runDue();
    await begun;
    await jobs.worker(49).releaseLost(false);
    go('done');
    await run;
    expect((await listJobs(db, HERE, 9)).map(({ state }) => state)).toEqual(['done']);
  });

  it('takes a job down four times, then the job has failed', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    const id = await jobs.ask(HERE);
    for (const seconds of [0, 100, 200, 300]) {
      await sql`UPDATE job SET state = 'running', worker = 'dead', attempts = attempts + 1, lease_until = ${instant(seconds)}
                WHERE jurisdiction = ${HERE}`.execute(db);
      await jobs.worker(seconds + 1).releaseLost(false);
    }
    expect(await jobs.job(HERE, id)).toMatchObject({
      state: 'failed',
      errorCode: 'lost',
      attempts: 4,
    });
  });

  it('holds nothing by an older attempt', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    const id = await jobs.ask(HERE);
    await sql`UPDATE job SET state = 'running', worker = 'w', attempts = 2 WHERE jurisdiction = ${HERE}`.execute(
      db,
    );
    const hold = { jurisdiction: HERE, id, worker: 'w' };
    expect(await finishJob(db, { ...hold, attempts: 1 }, null, at(0))).toBe('lost');
    expect(await finishJob(db, { ...hold, attempts: 2 }, null, at(0))).toBe('held');
  });
});

describe('a worker that is stopped', () => {
  it('gives its job back as if it had not begun', async () => {
    const { kind, begun } = waiting();
    const jobs = new TestJobs(database, kind);
    const id = await jobs.ask(HERE);
    const worker = jobs.worker(0);
    worker.start();
    await begun;
    await worker.stop();
    expect(await jobs.job(HERE, id)).toMatchObject({ state: 'queued', attempts: 0, error: null });
    expect(jobs.reports).toEqual([]);
  });

  it('has run what was asked for while it waited', async () => {
    const done = signalled();
    const jobs = new TestJobs(
      database,
      testKind(async () => done.resolve()),
    );
    const worker = jobs.worker(0);
    worker.start();
    await jobs.ask(HERE);
    await done.promise;
    await worker.stop();
    expect((await listJobs(db, HERE, 9)).map(({ state }) => state)).toEqual(['done']);
  });
});

describe('progress', () => {
  it('is heard in the process at once, and stands in the row', async () => {
    const heard: JobNews[] = [];
    const stop = onJobNews((news) => heard.push(news));
    const jobs = new TestJobs(
      database,
      testKind(async ({ progress }) => {
        progress({ step: 'reading', done: 5, total: 10 });
        progress({ step: 'reading', done: 10, total: 10 });
        progress({ step: 'storing', done: 10, total: 10 });
      }),
    );
    const id = await jobs.ask(HERE);
    await jobs.worker(0).runDue();
    stop();
    expect(
      heard.flatMap((news) => (news.type === 'progress' ? [[news.id, news.progress.done]] : [])),
    ).toEqual([
      [id, 5],
      [id, 10],
      [id, 10],
    ]);
    expect(await jobs.job(HERE, id)).toMatchObject({ progressStep: 'reading', progressTotal: 10 });
  });
});

describe('old jobs', () => {
  it('go after 90 days, with what hangs on them', async () => {
    const discarded: unknown[] = [];
    const kind = {
      ...testKind(async () => undefined),
      discard: (payload: unknown) => void discarded.push(payload),
    };
    const jobs = new TestJobs(database, kind);
    await jobs.ask(HERE, { payload: { n: 7 } });
    await jobs.worker(0).runDue();
    const waitingJob = await jobs.ask(HERE, { payload: { n: 8 } });
    await jobs.worker(90 * 86_400).purge();
    expect(discarded).toEqual([]);
    await jobs.worker(90 * 86_400 + 1).purge();
    expect(discarded).toEqual([{ n: 7 }]);
    expect((await listJobs(db, HERE, 9)).map(({ id }) => id)).toEqual([waitingJob]);
  });
});
