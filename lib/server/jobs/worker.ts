import 'server-only';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database } from '@/db/client';
import {
  claimJob,
  type Instant,
  millisecondsToNextJob,
  purgeJobs,
  releaseLostJobs,
} from '@/db/queries/jobs';
import type { JobKind } from './define-job';
import { DATABASE_NOW } from './enqueue';
import { onJobNews, tellJobNews } from './job-news';
import { jobKinds } from './kinds';
import { JobRun, LEASE_SECONDS } from './run-job';
import { realTimers, type Timers } from './timers';

/** How long a job is kept after its end. */
const RETENTION_DAYS = 90;
const PURGE_MILLISECONDS = 3_600_000;
/** On PostgreSQL a worker looks even where it heard nothing: a notice may be lost, a lease end. */
const POLL_MILLISECONDS = 5_000;
const LOST = "its worker ended in the middle; if this stays, look into the server's memory and log";

export type WorkerOptions = {
  database: Database;
  kinds?: readonly JobKind[];
  now?: Instant;
  timers?: Timers;
  /** Takes faults of ours, for the log. */
  report: (error: unknown, what: string) => void;
};

/** Takes jobs and runs them, one at a time; a process may have several. */
export class Worker {
  readonly #database: Database;
  readonly #kinds: readonly JobKind[];
  readonly #now: Instant;
  readonly #timers: Timers;
  readonly #report: WorkerOptions['report'];
  readonly #id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  #running: JobRun | undefined;
  #isStopping = false;
  #loop: Promise<void> | undefined;
  #wake = () => {};
  #hasNews = false;
  #purgedAt: number | undefined;

  constructor({ database, kinds, now, timers, report }: WorkerOptions) {
    this.#database = database;
    this.#kinds = kinds ?? jobKinds;
    this.#now = now ?? DATABASE_NOW;
    this.#timers = timers ?? realTimers;
    this.#report = report;
  }

  /** Works until {@link stop}. In the embedded database, to be called before any other worker of the process has a job. */
  start(): void {
    const stopListening = onJobNews((news) => {
      if (news.type !== 'changed') return;
      this.#hasNews = true;
      this.#wake();
      void this.#running?.beat();
    });
    this.#loop = this.#work().finally(stopListening);
  }

  /** Takes no more jobs and has the running one given back; resolves when nothing runs. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#running?.stop();
    this.#wake();
    await this.#loop;
  }

  /**
   * Takes jobs from dead workers, then runs what is due until nothing is.
   *
   * @returns how many attempts it made.
   */
  async runDue(): Promise<number> {
    await this.releaseLost(false);
    let count = 0;
    while (!this.#isStopping && (await this.#runNext())) count++;
    return count;
  }

  /** @param isEverybody true where no other worker can be alive. */
  async releaseLost(isEverybody: boolean): Promise<void> {
    const options = { isEverybody, text: LOST };
    for (const { jurisdiction } of await releaseLostJobs(this.#database.db, options, this.#now))
      tellJobNews({ type: 'changed', jurisdiction });
  }

  /** Deletes jobs that ended long ago, and what hangs on them. */
  async purge(): Promise<void> {
    for (const { kind, payload } of await purgeJobs(this.#database.db, RETENTION_DAYS, this.#now))
      this.#kinds.find((known) => known.kind === kind)?.discard?.(payload);
  }

  async #work(): Promise<void> {
    let isFirst = true;
    while (!this.#isStopping) {
      this.#hasNews = false;
      try {
        // One process owns an embedded database: whatever ran before this one started is dead.
        if (isFirst && this.#database.backend === 'embedded') await this.releaseLost(true);
        isFirst = false;
        await this.runDue();
        await this.#purgeSometimes();
        await this.#idle(await this.#millisecondsToWait());
      } catch (error) {
        this.#report(error, 'jobs are not worked on; the next try is in a few seconds');
        await this.#idle(POLL_MILLISECONDS);
      }
    }
  }

  async #runNext(): Promise<boolean> {
    const kinds = this.#kinds.map(({ kind }) => kind);
    const leaseSeconds = this.#database.backend === 'embedded' ? null : LEASE_SECONDS;
    const claim = { kinds, worker: this.#id, leaseSeconds };
    const job = await claimJob(this.#database.db, claim, this.#now);
    const kind = this.#kinds.find((each) => each.kind === job?.kind);
    if (!job || !kind) return false;
    tellJobNews({ type: 'changed', jurisdiction: job.jurisdiction });
    this.#running = new JobRun(job, kind, {
      database: this.#database,
      worker: this.#id,
      now: this.#now,
      timers: this.#timers,
      report: this.#report,
    });
    if (this.#isStopping) this.#running.stop();
    try {
      await this.#running.run();
    } finally {
      this.#running = undefined;
    }
    return true;
  }

  async #purgeSometimes(): Promise<void> {
    const elapsed = performance.now();
    if (this.#purgedAt !== undefined && elapsed - this.#purgedAt < PURGE_MILLISECONDS) return;
    this.#purgedAt = elapsed;
    await this.purge();
  }

  /** Null: until news. The embedded database has no other writer, so that nothing happens unheard. */
  async #millisecondsToWait(): Promise<number | null> {
    const kinds = this.#kinds.map(({ kind }) => kind);
    const next = await millisecondsToNextJob(this.#database.db, kinds, this.#now);
    if (this.#database.backend === 'embedded') return next === null ? null : Math.max(next, 100);
    return Math.min(next ?? POLL_MILLISECONDS, POLL_MILLISECONDS);
  }

  async #idle(milliseconds: number | null): Promise<void> {
    if (this.#isStopping || this.#hasNews) return;
    await new Promise<void>((resolve) => {
      const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
