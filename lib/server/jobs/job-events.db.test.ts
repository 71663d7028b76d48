import { describe, expect, it } from 'vitest';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { jobEvents } from './job-events';
import { cancel } from './manage';
import { signalled, TestJobs, testKind } from './testing/test-jobs';

const database = await openTestDatabase();
const { db } = database;
const HERE = await insertJurisdiction(db, { code: '330784' });
const THERE = await insertJurisdiction(db, { code: '330783' });

/** A stream that is read event by event. */
function listen(jobs: TestJobs, lastVersion: number | null = null) {
  const left = new AbortController();
  const session = { isAllowed: true };
  const events = jobEvents({
    db,
    jurisdiction: HERE,
    lastVersion,
    signal: left.signal,
    isAllowed: async () => session.isAllowed,
    timers: jobs.timers,
  });
  /** The next event, as [name, data]; heartbeats and settings as their text. */
  async function next(): Promise<unknown> {
    const { value, done } = await events.next();
    if (done) return 'end';
    const [, name, data] = /event: (\w+)\ndata: (.*)\n\n$/.exec(value) ?? [];
    return name && data ? [name, JSON.parse(data)] : value.trim();
  }
  return { next, left, session };
}

describe('the events of jobs', () => {
  it('tell what is there, then each change and all progress, of one jurisdiction', async () => {
    const go = signalled();
    const jobs = new TestJobs(
      database,
      testKind(async ({ progress }) => {
        await go.promise;
        progress({ step: 'reading', done: 3, total: 9 });
      }),
    );
    const id = await jobs.ask(HERE);
    const { next, left } = listen(jobs);
    expect(await next()).toBe('retry: 2000');
    expect(await next()).toMatchObject(['job', { id, state: 'queued', createdBy: 'tester' }]);
    await jobs.ask(THERE);
    const run = jobs.worker(0).runDue();
    expect(await next()).toMatchObject(['job', { id, state: 'running', attempts: 1 }]);
    go.resolve();
    expect(await next()).toEqual([
      'progress',
      { id, progress: { step: 'reading', done: 3, total: 9 } },
    ]);
    await run;
    let event = await next();
    while (!JSON.stringify(event).includes('"state":"done"')) event = await next();
    expect(event).toMatchObject(['job', { id, progress: { done: 9 } }]);
    jobs.timers.tick();
    expect(await next()).toBe(': still here');
    // What has been sent is not sent again.
    const other = await jobs.ask(HERE);
    expect(await next()).toMatchObject(['job', { id: other }]);
    left.abort();
    expect(await next()).toBe('end');
  });

  it('go on after the last one that was had, and end with the session', async () => {
    const jobs = new TestJobs(
      database,
      testKind(async () => undefined),
    );
    const id = await jobs.ask(HERE);
    const first = listen(jobs);
    await first.next();
    let event = await first.next();
    while (!JSON.stringify(event).includes(`"id":"${id}"`)) event = await first.next();
    const [, { version }] = event as [string, { version: number }];
    first.left.abort();
    await cancel(db, HERE, id);

    const second = listen(jobs, version);
    await second.next();
    const seen: string[] = [];
    for (let next = ''; next !== `${id} cancelled`; seen.push(next)) {
      const [, job] = (await second.next()) as [string, { id: string; state: string }];
      next = `${job.id} ${job.state}`;
    }
    expect(seen.at(-1)).toBe(`${id} cancelled`);
    jobs.timers.tick();
    expect(await second.next()).toBe(': still here');
    second.session.isAllowed = false;
    jobs.timers.tick();
    expect(await second.next()).toBe('end');
  });
});
