import { z } from 'zod';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');

/** The query of GET /api/jobs, and what its POST handlers are told to work on. */
export const jobsQuery = z.object({ jurisdiction });

/** The path of one job. */
export const jobPath = z.object({ id: z.string().regex(/^\d{1,18}$/, 'a job is a whole number') });

/** What POST /api/jobs takes; the payload is read by its kind. */
export const jobOrder = z.strictObject({
  jurisdiction,
  kind: z.string().min(1).max(40),
  payload: z.record(z.string(), z.unknown()).default({}),
});

/** The header Idempotency-Key. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'Idempotency-Key is 1 to 200 visible characters')
  .optional();

/** The query of POST /api/jobs/uploads. */
export const uploadQuery = jobsQuery.extend({ name: z.string().min(1).max(255) });

/** The header Last-Event-ID as a version; anything else is as if there were none. */
export function lastVersion(header: string | null): number | null {
  return header !== null && /^\d{1,16}$/.test(header) ? Number(header) : null;
}
