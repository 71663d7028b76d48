import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';

type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** refused: its user can mend it; lost: its worker died; internal: a fault of ours. */
export type JobErrorCode = 'refused' | 'lost' | 'internal';

export type Job = {
  jurisdiction: string;
  id: string;
  kind: string;
  payload: unknown;
  /** The actor as it was when the job was asked for. */
  createdBy: unknown;
  state: JobState;
  attempts: number;
  maxAttempts: number;
  runAfter: Date;
  cancelRequestedAt: Date | null;
  progressStep: string | null;
  progressDone: number | null;
  /** Null where it is not known. */
  progressTotal: number | null;
  result: unknown;
  errorCode: JobErrorCode | null;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Microseconds since 1970 of the latest change that is shown. */
  version: number;
};

/** An instant, as SQL: the database's own clock, or one that a test holds. */
export type Instant = RawBuilder<Date>;

/** A worker's hold on one attempt of a job: whoever holds an older one can change nothing any more. */
export type JobHold = { jurisdiction: string; id: string; attempts: number; worker: string };

const COLUMNS = sql`
  jurisdiction, id::text, kind, payload, created_by AS "createdBy", state, attempts, max_attempts AS "maxAttempts",
  run_after AS "runAfter", cancel_requested_at AS "cancelRequestedAt", progress_step AS "progressStep",
  progress_done::float8 AS "progressDone", progress_total::float8 AS "progressTotal", result, error_code AS "errorCode",
  error, created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt", version::float8 AS version`;

const ENDED = sql`worker = NULL, lease_until = NULL`;

/** Of the queued job `waiting`: no other of its lane runs. */
const laneIsFree = sql`(waiting.lane IS NULL OR NOT EXISTS (
  SELECT FROM job AS busy
  WHERE busy.jurisdiction = waiting.jurisdiction AND busy.lane = waiting.lane AND busy.state = 'running'))`;

/** First part of the key of the lock under which jobs are taken. */
const LOCK_SPACE = 7_302;

/** Seconds before the attempt after `attempts`: 15, 30, 60 … an hour at most. */
const backOff = sql`least(3600, 15 * 2 ^ least(attempts - 1, 12)) * interval '1 second'`;

export type NewJob = {
  jurisdiction: string;
  kind: string;
  lane: string | null;
  key: string | null;
  payload: unknown;
  createdBy: unknown;
  maxAttempts: number;
};

/**
 * Adds a job, unless one of the same kind and key is queued, running or done.
 *
 * @returns its id; undefined where there is such a one, see {@link findJobByKey}.
 */
export async function insertJob(db: Db, job: NewJob, now: Instant): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO job (jurisdiction, kind, lane, key, payload, created_by, max_attempts, run_after, created_at)
    VALUES (${job.jurisdiction}, ${job.kind}, ${job.lane}, ${job.key}, ${JSON.stringify(job.payload)}::jsonb,
            ${JSON.stringify(job.createdBy)}::jsonb, ${job.maxAttempts}::int, ${now}, ${now})
    ON CONFLICT (jurisdiction, kind, key) WHERE key IS NOT NULL AND state IN ('queued', 'running', 'done') DO NOTHING
    RETURNING id::text
  `.execute(db);
  return rows[0]?.id;
}

/** The job that stands in the way of another with its kind and key; undefined where there is none. */
export async function findJobByKey(
  db: Db,
  jurisdiction: string,
  kind: string,
  key: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id::text FROM job
    WHERE jurisdiction = ${jurisdiction} AND kind = ${kind} AND key = ${key}
      AND state IN ('queued', 'running', 'done')
  `.execute(db);
  return rows[0]?.id;
}

/** One job; undefined where the jurisdiction has none of that id. */
export async function findJob(db: Db, jurisdiction: string, id: string): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    SELECT ${COLUMNS} FROM job WHERE jurisdiction = ${jurisdiction} AND id = ${id}::bigint
  `.execute(db);
  return rows[0];
}

/** The latest jobs of a jurisdiction, latest first. */
export async function listJobs(db: Db, jurisdiction: string, limit: number): Promise<Job[]> {
  const { rows } = await sql<Job>`
    SELECT ${COLUMNS} FROM job WHERE jurisdiction = ${jurisdiction} ORDER BY job.id DESC LIMIT ${limit}::int
  `.execute(db);
  return rows;
}

/**
 * Jobs that changed since a version, in the order of their changes.
 *
 * A change takes its version before it is committed, so that one with a smaller number may appear after one with a
 * larger: what changed within the last minute comes again.
 */
export async function listChangedJobs(
  db: Db,
  jurisdiction: string,
  afterVersion: number,
  limit: number,
): Promise<Job[]> {
  const { rows } = await sql<Job>`
    SELECT * FROM (
      SELECT ${COLUMNS} FROM job
      WHERE jurisdiction = ${jurisdiction}
        AND version > least(${afterVersion}::bigint, (extract(epoch FROM clock_timestamp() - interval '1 minute') * 1000000)::bigint)
      ORDER BY job.version DESC LIMIT ${limit}::int
    ) AS latest ORDER BY version
  `.execute(db);
  return rows;
}

/**
 * Takes the job that has waited longest, of any jurisdiction: workers serve all.
 *
 * @param kinds that the worker knows.
 * @param leaseSeconds until which it must be heard of again; null: the database has no other owner.
 * @returns undefined where none is due.
 */
export async function claimJob(
  db: Db,
  {
    kinds,
    worker,
    leaseSeconds,
  }: { kinds: readonly string[]; worker: string; leaseSeconds: number | null },
  now: Instant,
): Promise<Job | undefined> {
  return db.transaction().execute(async (transaction) => {
    // One worker chooses at a time: two could each find the lane of their job free.
    await sql`SELECT pg_advisory_xact_lock(${LOCK_SPACE}::int, 0)`.execute(transaction);
    const { rows } = await sql<Job>`
      UPDATE job SET state = 'running', attempts = attempts + 1, worker = ${worker}, started_at = ${now},
        lease_until = ${now} + ${leaseSeconds}::float8 * interval '1 second',
        progress_step = NULL, progress_done = NULL, progress_total = NULL
      WHERE (jurisdiction, id) = (
        SELECT jurisdiction, id FROM job AS waiting
        WHERE state = 'queued' AND run_after <= ${now} AND kind = ANY(${[...kinds]}::text[])
          AND ${laneIsFree}
        ORDER BY run_after, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING ${COLUMNS}
    `.execute(transaction);
    return rows[0];
  });
}

/** Milliseconds until the next queued job whose lane is free is due, 0 where one is; null where there is none. */
export async function millisecondsToNextJob(
  db: Db,
  kinds: readonly string[],
  now: Instant,
): Promise<number | null> {
  // Not the least of all: greatest() takes the null of no job for nothing, and says 0.
  const { rows } = await sql<{ wait: number }>`
    SELECT greatest(0, extract(epoch FROM run_after - ${now}) * 1000)::float8 AS wait
    FROM job AS waiting WHERE state = 'queued' AND kind = ANY(${[...kinds]}::text[]) AND ${laneIsFree}
    ORDER BY run_after LIMIT 1
  `.execute(db);
  return rows[0]?.wait ?? null;
}

/** What a worker learns when it reports: whether to stop; `lost` where the job is no longer its own. */
export type HoldState = 'held' | 'cancelled' | 'lost';

/** Extends the lease. */
export async function extendLease(
  db: Db,
  hold: JobHold,
  leaseSeconds: number,
  now: Instant,
): Promise<HoldState> {
  return holdState(
    db,
    sql`UPDATE job SET lease_until = ${now} + ${leaseSeconds}::float8 * interval '1 second' WHERE ${held(hold)}`,
  );
}

/** Writes how far the job is. */
export async function writeProgress(
  db: Db,
  hold: JobHold,
  { step, done, total }: { step: string; done: number; total: number | null },
): Promise<HoldState> {
  return holdState(
    db,
    sql`UPDATE job SET progress_step = ${step}, progress_done = ${done}::bigint, progress_total = ${total}::bigint
        WHERE ${held(hold)}`,
  );
}

/** Ends the job well; in the transaction of its work, so that both stand or neither. */
export async function finishJob(
  db: Db,
  hold: JobHold,
  result: unknown,
  now: Instant,
): Promise<HoldState> {
  return holdState(
    db,
    sql`UPDATE job SET state = 'done', result = ${JSON.stringify(result ?? null)}::jsonb, finished_at = ${now}, ${ENDED},
          error_code = NULL, error = NULL, progress_done = coalesce(progress_total, progress_done)
        WHERE ${held(hold)}`,
  );
}

/**
 * Ends the attempt badly: the job is cancelled where that was asked for, else tried again after its back-off as long as
 * it may, else failed.
 */
export async function failJob(
  db: Db,
  hold: JobHold,
  { code, text, isFinal }: { code: JobErrorCode; text: string; isFinal: boolean },
  now: Instant,
): Promise<HoldState> {
  return holdState(
    db,
    sql`UPDATE job SET ${nextState(sql`NOT ${isFinal}::boolean AND attempts < max_attempts`, now)},
          error_code = ${code}, error = ${text}, ${ENDED}
        WHERE ${held(hold)}`,
  );
}

/** Gives the job back as if it had not been started; ends it where its cancellation was asked for. */
export async function giveBackJob(
  db: Db,
  hold: JobHold,
  { isCancelled }: { isCancelled: boolean },
  now: Instant,
): Promise<HoldState> {
  const ends = sql`(${isCancelled}::boolean OR cancel_requested_at IS NOT NULL)`;
  return holdState(
    db,
    sql`UPDATE job SET state = CASE WHEN ${ends} THEN 'cancelled' ELSE 'queued' END,
          finished_at = CASE WHEN ${ends} THEN ${now} END,
          attempts = CASE WHEN ${ends} THEN attempts ELSE attempts - 1 END, run_after = ${now}, ${ENDED}
        WHERE ${held(hold)}`,
  );
}

/**
 * Takes jobs from workers that are no longer heard of: tried again after their back-off as long as they may, else failed.
 *
 * @param isEverybody true where no other worker can be alive, whatever their leases say.
 * @returns the jobs as they now are.
 */
export async function releaseLostJobs(
  db: Db,
  { isEverybody, text }: { isEverybody: boolean; text: string },
  now: Instant,
): Promise<Job[]> {
  const { rows } = await sql<Job>`
    UPDATE job SET ${nextState(sql`attempts < max_attempts`, now)},
      error_code = 'lost', error = ${text}, ${ENDED}
    WHERE state = 'running' AND (${isEverybody}::boolean OR lease_until < ${now})
    RETURNING ${COLUMNS}
  `.execute(db);
  return rows;
}

/**
 * Cancels a queued job at once, and asks the worker of a running one to stop.
 *
 * @returns the job as it now is; undefined where it has ended already or does not exist.
 */
export async function cancelJob(
  db: Db,
  jurisdiction: string,
  id: string,
  now: Instant,
): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    UPDATE job SET cancel_requested_at = coalesce(cancel_requested_at, ${now}),
      state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
      finished_at = CASE state WHEN 'queued' THEN ${now} END
    WHERE jurisdiction = ${jurisdiction} AND id = ${id}::bigint AND state IN ('queued', 'running')
    RETURNING ${COLUMNS}
  `.execute(db);
  return rows[0];
}

/**
 * Queues a failed or cancelled job anew, with all its attempts.
 *
 * @returns the job as it now is; undefined where it is neither or does not exist.
 * @throws a unique violation (23505) where another job has its key meanwhile.
 */
export async function retryJob(
  db: Db,
  jurisdiction: string,
  id: string,
  now: Instant,
): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    UPDATE job SET state = 'queued', attempts = 0, run_after = ${now}, cancel_requested_at = NULL, started_at = NULL,
      finished_at = NULL, error_code = NULL, error = NULL, progress_step = NULL, progress_done = NULL, progress_total = NULL
    WHERE jurisdiction = ${jurisdiction} AND id = ${id}::bigint AND state IN ('failed', 'cancelled')
    RETURNING ${COLUMNS}
  `.execute(db);
  return rows[0];
}

/**
 * Deletes jobs that ended long ago, of all jurisdictions.
 *
 * @returns their kinds and payloads, for the files that hang on them.
 */
export async function purgeJobs(
  db: Db,
  days: number,
  now: Instant,
): Promise<{ kind: string; payload: unknown }[]> {
  const { rows } = await sql<{ kind: string; payload: unknown }>`
    DELETE FROM job WHERE finished_at < ${now} - ${days}::int * interval '1 day' RETURNING kind, payload
  `.execute(db);
  return rows;
}

function held({ jurisdiction, id, attempts, worker }: JobHold) {
  return sql`jurisdiction = ${jurisdiction} AND id = ${id}::bigint AND state = 'running'
    AND attempts = ${attempts}::int AND worker = ${worker}`;
}

async function holdState(db: Db, update: RawBuilder<unknown>): Promise<HoldState> {
  const { rows } = await sql<{ isCancelled: boolean }>`
    ${update} RETURNING cancel_requested_at IS NOT NULL AS "isCancelled"
  `.execute(db);
  const [row] = rows;
  if (!row) return 'lost';
  return row.isCancelled ? 'cancelled' : 'held';
}

/** After a bad end: cancelled if asked for, queued if it may be tried again, else failed. */
function nextState(mayTryAgain: RawBuilder<unknown>, now: Instant) {
  return sql`
    state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled' WHEN ${mayTryAgain} THEN 'queued' ELSE 'failed' END,
    finished_at = CASE WHEN cancel_requested_at IS NOT NULL OR NOT (${mayTryAgain}) THEN ${now} END,
    run_after = CASE WHEN ${mayTryAgain} THEN ${now} + ${backOff} ELSE run_after END`;
}
