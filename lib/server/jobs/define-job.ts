import 'server-only';
import type { z } from 'zod';
import type { Database, Db } from '@/db/client';
import type { JobProgress } from '@/lib/jobs/job-view';
import type { Actor } from '../access/actor';
import type { Action } from '../access/permissions';

/** What a handler is given. */
export type JobContext<Payload> = {
  readonly jurisdiction: string;
  readonly payload: Payload;
  /** Who asked, as they were then. */
  readonly actor: Actor;
  /** The owner's: what a job reads and writes is bounded by its code, not by policies. */
  readonly database: Database;
  /** Aborted when the job is cancelled, the worker stops, or another worker has the job: stop soon, leave nothing half-done. */
  readonly signal: AbortSignal;
  /** Tells how far it is; cheap enough to call for each page of rows. Never waits for the database. */
  progress(progress: JobProgress): void;
  /**
   * Ends the job within the transaction of its work, so that a crash leaves both or neither. Without it the job ends
   * when the handler returns, and a crash in between does the work again.
   *
   * @throws {JobStopped} where another worker has the job: the transaction must not be committed.
   */
  finish(db: Db, result: unknown): Promise<void>;
};

type JobSpecification<Payload> = {
  readonly kind: string;
  /** The right that asking for it, cancelling and retrying take. */
  readonly action: Action;
  readonly payload: z.ZodType<Payload>;
  /** Jobs of one lane of a jurisdiction run one at a time; null: beside any other. */
  readonly lane: string | null;
  /** Starts at most, where its worker dies or a fault of ours stops it. What its user must mend is never tried again. */
  readonly maxAttempts: number;
  /** Does the work; what it returns is kept as the job's result. Must be right when it is run a second time. */
  run(context: JobContext<Payload>): Promise<unknown>;
  /** What the job is about, for the list. */
  facts(payload: Payload): Record<string, string>;
  /** Figures of the result, for the list. */
  figures(result: unknown): Record<string, number>;
  /** Removes what hangs on a job that is deleted. */
  discard?(payload: Payload): void;
};

/** A kind of job, its payload's type closed over. */
export type JobKind = Omit<JobSpecification<unknown>, 'payload'> & {
  /** @throws {z.ZodError} */
  readPayload(payload: unknown): unknown;
};

/** Makes a kind of job of its parts; it is known to enqueue() and to workers once it stands in kinds.ts. */
export function defineJob<Payload>({
  payload: schema,
  ...rest
}: JobSpecification<Payload>): JobKind {
  return {
    kind: rest.kind,
    action: rest.action,
    lane: rest.lane,
    maxAttempts: rest.maxAttempts,
    readPayload: (payload) => schema.parse(payload),
    run: (context) => rest.run({ ...context, payload: schema.parse(context.payload) }),
    facts: (payload) => rest.facts(schema.parse(payload)),
    figures: rest.figures,
    discard: (payload) => rest.discard?.(schema.parse(payload)),
  };
}

/** Why a job's signal was aborted. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
  readonly reason: 'cancelled' | 'stopping' | 'lost';

  constructor(reason: JobStopped['reason']) {
    super(`the job was stopped: ${reason}`);
    this.reason = reason;
  }
}
