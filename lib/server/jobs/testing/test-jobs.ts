import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { findJob, type Job } from '@/db/queries/jobs';
import type { Actor } from '../../access/actor';
import { defineJob, type JobContext, type JobKind } from '../define-job';
import { enqueue, type JobRequest } from '../enqueue';
import type { Timers } from '../timers';
import { Worker } from '../worker';

/** Repeats when told to. */
class ManualTimers implements Timers {
  readonly #works = new Set<() => void>();

  every(_milliseconds: number, work: () => void): () => void {
    this.#works.add(work);
    return () => this.#works.delete(work);
  }

  tick(): void {
    for (const work of this.#works) work();
  }
}

/** A promise that its test keeps. */
export function signalled<T = void>() {
  return Promise.withResolvers<T>();
}

const START = Date.UTC(2026, 0, 1);

/** So many seconds after the beginning of the test's time. */
export function instant(seconds: number): Date {
  return new Date(START + seconds * 1000);
}

/** What handlers of a test's kind do. */
export type Handler = (context: JobContext<{ n: number }>) => Promise<unknown>;

/** A kind of job whose handler the test gives. */
export function testKind(run: Handler, kind = 'test', lane: string | null = null): JobKind {
  return defineJob({
    kind,
    action: 'job.run',
    lane,
    payload: z.strictObject({ n: z.number() }),
    maxAttempts: 4,
    run,
    facts: () => ({}),
    figures: () => ({}),
  });
}

/** Asks for jobs, and runs them at instants that the test chooses. */
export class TestJobs {
  readonly #database: Database;
  readonly #kinds: readonly JobKind[];
  readonly timers = new ManualTimers();
  readonly reports: { error: unknown; what: string }[] = [];

  constructor(database: Database, ...kinds: readonly JobKind[]) {
    this.#database = database;
    this.#kinds = kinds;
  }

  /** Asks for a job at second 0. */
  async ask(jurisdiction: string, request: Partial<JobRequest> = {}): Promise<string> {
    const { id } = await enqueue(
      this.#database.db,
      someone(jurisdiction),
      { kind: this.#kinds[0]?.kind ?? '', payload: { n: 1 }, ...request },
      { kinds: this.#kinds, now: at(0) },
    );
    return id;
  }

  /** A worker for which it is so many seconds later. */
  worker(seconds: number): Worker {
    return new Worker({
      database: this.#database,
      kinds: this.#kinds,
      now: at(seconds),
      timers: this.timers,
      report: (error, what) => this.reports.push({ error, what }),
    });
  }

  async job(jurisdiction: string, id: string): Promise<Job> {
    const found = await findJob(this.#database.db, jurisdiction, id);
    if (!found) throw new RangeError(`no job ${id}`);
    return found;
  }
}

export function at(seconds: number) {
  return sql<Date>`${instant(seconds)}::timestamptz`;
}

function someone(jurisdiction: string): Actor {
  return { userId: 'u1', name: 'tester', jurisdiction, role: 'admin', towns: null };
}
