import 'server-only';
import { ZodError } from 'zod';
import type { Database } from '@/db/client';
import {
  extendLease,
  failJob,
  finishJob,
  giveBackJob,
  type HoldState,
  type Instant,
  type Job,
  type JobErrorCode,
  type JobHold,
  writeProgress,
} from '@/db/queries/jobs';
import type { JobProgress } from '@/lib/jobs/job-view';
import { UserError } from '@/lib/user-error';
import { type JobContext, type JobKind, JobStopped } from './define-job';
import { holdRunning, tellJobNews } from './job-news';
import type { Timers } from './timers';
import { storedActor } from './view';

/** Seconds after which a worker that is not heard of is taken for dead; it reports three times within. */
export const LEASE_SECONDS = 30;
const BEAT_MILLISECONDS = (LEASE_SECONDS * 1000) / 3;
/** Progress is written this often at most; the process itself hears all of it. */
const PROGRESS_MILLISECONDS = 1000;

export type RunSettings = {
  readonly database: Database;
  readonly worker: string;
  readonly now: Instant;
  readonly timers: Timers;
  /** Takes faults of ours, for the log. */
  readonly report: (error: unknown, what: string) => void;
};

/** One attempt of a job, from its claim to its end. */
export class JobRun {
  readonly #job: Job;
  readonly #kind: JobKind;
  readonly #settings: RunSettings;
  readonly #hold: JobHold;
  readonly #controller = new AbortController();
  #isFinished = false;
  #isBeating = false;
  #writing: Promise<void> | undefined;
  #latest: JobProgress | undefined;
  #written: JobProgress | undefined;

  constructor(job: Job, kind: JobKind, settings: RunSettings) {
    const { jurisdiction, id, attempts } = job;
    this.#job = job;
    this.#kind = kind;
    this.#settings = settings;
    this.#hold = { jurisdiction, id, attempts, worker: settings.worker };
  }

  /** Runs the handler and writes how it ended. Throws only where that cannot be written. */
  async run(): Promise<void> {
    const { jurisdiction, id } = this.#job;
    const forget = holdRunning(jurisdiction, id, this.#controller);
    const stopTimers = this.#startTimers();
    try {
      await this.#settle(await this.#handle());
    } finally {
      stopTimers();
      forget();
      tellJobNews({ type: 'changed', jurisdiction });
    }
  }

  /** Has the job given back as soon as its handler hears of it. */
  stop(): void {
    this.#controller.abort(new JobStopped('stopping'));
  }

  /** Extends the lease; hears of a cancellation, or that another worker has the job. */
  async beat(): Promise<void> {
    const { database, now } = this.#settings;
    if (this.#isBeating || database.backend === 'embedded') return;
    this.#isBeating = true;
    try {
      this.#heed(await extendLease(database.db, this.#hold, LEASE_SECONDS, now));
    } catch (error) {
      // Says nothing about the lease: the next beat may get through before it ends.
      this.#settings.report(error, `the lease of job ${this.#job.id} was not extended`);
    } finally {
      this.#isBeating = false;
    }
  }

  #startTimers(): () => void {
    const { timers } = this.#settings;
    const stops = [
      timers.every(BEAT_MILLISECONDS, () => void this.beat()),
      timers.every(PROGRESS_MILLISECONDS, () => this.#writeProgress()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async #handle(): Promise<{ result: unknown } | { error: unknown }> {
    const { jurisdiction, payload, createdBy } = this.#job;
    const context: JobContext<unknown> = {
      jurisdiction,
      payload,
      actor: storedActor.parse(createdBy),
      database: this.#settings.database,
      signal: this.#controller.signal,
      progress: (progress) => this.#progress(progress),
      finish: async (db, result) => {
        const state = await finishJob(db, this.#hold, result, this.#settings.now);
        this.#heed(state);
        // Its transaction is still open: what is thrown here takes the job's end and its work back.
        this.#controller.signal.throwIfAborted();
        this.#isFinished = true;
      },
    };
    try {
      return { result: await this.#kind.run(context) };
    } catch (error) {
      // What finish() wrote went with its transaction.
      this.#isFinished = false;
      return { error };
    }
  }

  async #settle(outcome: { result: unknown } | { error: unknown }): Promise<void> {
    await this.#writing;
    const { database, now } = this.#settings;
    if ('result' in outcome) {
      if (!this.#isFinished) await finishJob(database.db, this.#hold, outcome.result, now);
      return;
    }
    const { signal } = this.#controller;
    if (signal.aborted) {
      const isCancelled = (signal.reason as JobStopped).reason === 'cancelled';
      await giveBackJob(database.db, this.#hold, { isCancelled }, now);
      return;
    }
    await failJob(database.db, this.#hold, this.#failure(outcome.error), now);
  }

  #failure(error: unknown): { code: JobErrorCode; text: string; isFinal: boolean } {
    if (error instanceof UserError || error instanceof ZodError)
      return { code: 'refused', text: firstLine(error), isFinal: true };
    this.#settings.report(error, `job ${this.#job.id} (${this.#kind.kind}) failed`);
    const text = `a fault of the program stopped it: look for "job ${this.#job.id}" in the server's log`;
    return { code: 'internal', text, isFinal: false };
  }

  #progress(progress: JobProgress): void {
    const { jurisdiction, id } = this.#job;
    tellJobNews({ type: 'progress', jurisdiction, id, progress });
    this.#latest = progress;
    if (this.#written?.step !== progress.step) this.#writeProgress();
  }

  /** One write at a time: in the embedded database it waits for the handler's own transaction. */
  #writeProgress(): void {
    const progress = this.#latest;
    if (!progress || progress === this.#written || this.#writing) return;
    const { database, report } = this.#settings;
    this.#written = progress;
    this.#writing = writeProgress(database.db, this.#hold, progress)
      .then((state) => this.#heed(state))
      .catch((error: unknown) => report(error, `progress of job ${this.#job.id} was not written`))
      .finally(() => {
        this.#writing = undefined;
      });
  }

  #heed(state: HoldState): void {
    if (this.#isFinished || state === 'held') return;
    this.#controller.abort(new JobStopped(state));
  }
}

function firstLine(error: UserError | ZodError): string {
  const text =
    error instanceof ZodError
      ? error.issues.map(({ message }) => message).join('; ')
      : error.message;
  return text.replaceAll(/\s*\n\s*/g, ' ').slice(0, 1000);
}
