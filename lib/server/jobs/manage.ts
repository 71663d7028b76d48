import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import {
  cancelJob,
  findJob,
  type Instant,
  type Job,
  listChangedJobs,
  listJobs,
  retryJob,
} from '@/db/queries/jobs';
import type { JobView } from '@/lib/jobs/job-view';
import { NotFoundError, UserError } from '@/lib/user-error';
import { hostDoer } from '../audit/host-doer';
import { record } from '../audit/record';
import { DATABASE_NOW } from './enqueue';
import { stopRunning, tellJobNews } from './job-news';
import { jobView } from './view';

/** The jurisdiction has no job of that id, or none that its asker may see. */
class NoSuchJobError extends NotFoundError {
  constructor(jurisdiction: string, id: string) {
    super(
      `jurisdiction ${jurisdiction} has no job ${id}: jobs are deleted 90 days after their end`,
    );
  }
}

/** Jobs that a list shows. */
export const LISTED_JOBS = 200;

/** The latest jobs of a jurisdiction, latest first. */
export async function readJobs(
  db: Db,
  jurisdiction: string,
  limit = LISTED_JOBS,
): Promise<JobView[]> {
  return (await listJobs(db, jurisdiction, limit)).map(jobView);
}

/** What changed since a version, in the order of the changes; some of it may be known already. */
export async function readChangedJobs(
  db: Db,
  jurisdiction: string,
  afterVersion: number,
): Promise<JobView[]> {
  return (await listChangedJobs(db, jurisdiction, afterVersion, LISTED_JOBS)).map(jobView);
}

/**
 * One job.
 *
 * @throws {UserError} where the jurisdiction has none of that id.
 */
export async function readJob(db: Db, jurisdiction: string, id: string): Promise<JobView> {
  return jobView(await getJob(db, jurisdiction, id));
}

/**
 * Cancels a job: a queued one at once, a running one as soon as its handler hears of it.
 *
 * @throws {UserError} where it has ended already.
 */
export async function cancel(
  db: Db,
  jurisdiction: string,
  id: string,
  by: Doer = hostDoer(),
  now: Instant = DATABASE_NOW,
): Promise<JobView> {
  requireId(jurisdiction, id);
  stopRunning(jurisdiction, id);
  const cancelled = await inTransaction(db, async (transaction) => {
    const changed = await cancelJob(transaction, jurisdiction, id, now);
    if (changed) await recordChange(transaction, by, 'job.cancel', changed);
    return changed;
  });
  const job = cancelled ?? (await getJob(db, jurisdiction, id));
  if (!cancelled && job.state !== 'cancelled')
    throw new UserError(`job ${id} has ended already (${job.state}): there is nothing to cancel`);
  // It may have started between the two.
  stopRunning(jurisdiction, id);
  tellJobNews({ type: 'changed', jurisdiction });
  return jobView(job);
}

/**
 * Queues a failed or cancelled job anew.
 *
 * @throws {UserError} where it is neither, or the same work has been asked for again meanwhile.
 */
export async function retry(
  db: Db,
  jurisdiction: string,
  id: string,
  by: Doer = hostDoer(),
  now: Instant = DATABASE_NOW,
): Promise<JobView> {
  requireId(jurisdiction, id);
  const job = await inTransaction(db, async (transaction) => {
    const changed = await retryJob(transaction, jurisdiction, id, now);
    if (changed) await recordChange(transaction, by, 'job.retry', changed);
    return changed;
  }).catch((error: { code?: string }) => {
    if (error.code !== '23505') throw error;
    throw new UserError(`job ${id} has been asked for again already: see the newer job`);
  });
  if (!job) {
    const { state } = await getJob(db, jurisdiction, id);
    throw new UserError(`job ${id} is ${state}: only failed and cancelled jobs can be retried`);
  }
  tellJobNews({ type: 'changed', jurisdiction });
  return jobView(job);
}

function recordChange(
  db: Db,
  by: Doer,
  action: 'job.cancel' | 'job.retry',
  { jurisdiction, id, kind }: Job,
): Promise<void> {
  return record(db, { jurisdiction, by, action, subject: id, parameters: { kind } });
}

async function getJob(db: Db, jurisdiction: string, id: string): Promise<Job> {
  requireId(jurisdiction, id);
  const job = await findJob(db, jurisdiction, id);
  if (!job) throw new NoSuchJobError(jurisdiction, id);
  return job;
}

function requireId(jurisdiction: string, id: string): void {
  if (!/^[0-9]{1,18}$/.test(id)) throw new NoSuchJobError(jurisdiction, id);
}
