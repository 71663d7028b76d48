import 'server-only';
import { sql } from 'kysely';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import { findJobByKey, type Instant, insertJob, type NewJob } from '@/db/queries/jobs';
import { UserError } from '@/lib/user-error';
import type { Actor } from '../access/actor';
import { record } from '../audit/record';
import type { JobKind } from './define-job';
import { tellJobNews } from './job-news';
import { getJobKind, jobKinds } from './kinds';

export type JobRequest = {
  kind: string;
  payload: unknown;
  /** The same key again, while the first job is not failed or cancelled, is the same job. */
  key?: string | undefined;
};

/** The database's clock; tests pass their own. */
export const DATABASE_NOW: Instant = sql<Date>`now()`;

/** A first job of a key may end badly between finding it in the way and looking for it. */
const KEY_ATTEMPTS = 5;

/**
 * Asks for a job, in the transaction of `db` if it is one.
 *
 * @returns its id, and whether it is new: a job of the same key is given back instead of a second one.
 * @throws {ZodError} where the payload does not fit the kind; {UsageError} where there is no such kind.
 */
export async function enqueue(
  db: Db,
  actor: Actor,
  request: JobRequest,
  { kinds = jobKinds, now = DATABASE_NOW }: { kinds?: readonly JobKind[]; now?: Instant } = {},
): Promise<{ id: string; isNew: boolean }> {
  const kind = getJobKind(request.kind, kinds);
  const { jurisdiction } = actor;
  const key = request.key ?? null;
  for (let attempt = 0; attempt < KEY_ATTEMPTS; attempt++) {
    const added = await insert(
      db,
      actor,
      {
        jurisdiction,
        kind: kind.kind,
        lane: kind.lane,
        key,
        payload: kind.readPayload(request.payload),
        createdBy: { ...actor, from: undefined },
        maxAttempts: kind.maxAttempts,
      },
      now,
    );
    if (added) tellJobNews({ type: 'changed', jurisdiction });
    const known = added ?? (key && (await findJobByKey(db, jurisdiction, kind.kind, key)));
    if (known) return { id: known, isNew: added !== undefined };
  }
  throw new UserError('jobs of this key end as fast as they are asked for: try again later');
}

/** The job and its event in the audit log. @returns the job's id; undefined where another of its key stands in the way. */
function insert(db: Db, by: Actor, job: NewJob, now: Instant): Promise<string | undefined> {
  return inTransaction(db, async (transaction) => {
    const id = await insertJob(transaction, job, now);
    const { jurisdiction, kind } = job;
    if (id)
      await record(transaction, {
        jurisdiction,
        by,
        action: 'job.enqueue',
        subject: id,
        parameters: { kind },
      });
    return id;
  });
}
