import 'server-only';
import { z } from 'zod';
import type { Job } from '@/db/queries/jobs';
import { JOB_STEPS, type JobProgress, type JobView } from '@/lib/jobs/job-view';
import { ROLES } from '../access/actor';
import { jobKinds } from './kinds';

/** As enqueue() keeps it. */
export const storedActor = z.object({
  userId: z.string().nullable(),
  name: z.string(),
  jurisdiction: z.string(),
  role: z.enum(ROLES),
  towns: z.array(z.string()).nullable(),
});

/** A job as it is shown. */
export function jobView(job: Job): JobView {
  const kind = jobKinds.find((each) => each.kind === job.kind);
  return {
    jurisdiction: job.jurisdiction,
    id: job.id,
    kind: job.kind,
    state: job.state,
    facts: kind ? readable(() => kind.facts(job.payload)) : {},
    progress: progressOf(job),
    attempts: job.attempts,
    maxAttempts: job.maxAttempts,
    isCancelling: job.state === 'running' && job.cancelRequestedAt !== null,
    figures: kind && job.state === 'done' ? readable(() => kind.figures(job.result)) : {},
    error: job.errorCode && { code: job.errorCode, text: job.error ?? '' },
    createdBy: storedActor.parse(job.createdBy).name,
    createdAt: job.createdAt.toISOString(),
    runAfter: job.runAfter.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    version: job.version,
  };
}

function progressOf({ progressStep, progressDone, progressTotal }: Job): JobProgress | null {
  const step = JOB_STEPS.find((known) => known === progressStep);
  return step ? { step, done: progressDone ?? 0, total: progressTotal } : null;
}

/** A job of an earlier release may have another form: it is listed all the same, with less about it. */
function readable<T>(read: () => Record<string, T>): Record<string, T> {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) return {};
    throw error;
  }
}
