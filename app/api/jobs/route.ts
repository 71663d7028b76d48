import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { enqueue } from '@/lib/server/jobs/enqueue';
import { getJobKind } from '@/lib/server/jobs/kinds';
import { readJob, readJobs } from '@/lib/server/jobs/manage';
import { idempotencyKey, jobOrder, jobsQuery } from '@/lib/validation/jobs';

/** The latest jobs of a jurisdiction, latest first. */
export const GET = route(async (request) => {
  const { jurisdiction } = jobsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { database } = await actorDatabase(jurisdiction, 'job.view');
  return Response.json(await readJobs(database.db, jurisdiction), {
    headers: { 'Cache-Control': 'private, no-store' },
  });
});

/** Asks for a job: 201, or 200 with the one that has the same Idempotency-Key. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, kind, payload } = jobOrder.parse(await readJson(request));
  const key = idempotencyKey.parse(request.headers.get('idempotency-key') ?? undefined);
  const { actor, database } = await actorDatabase(jurisdiction, getJobKind(kind).action);
  const { id, isNew } = await enqueue(database.db, actor, { kind, payload, key });
  const job = await readJob(database.db, jurisdiction, id);
  return Response.json(job, {
    status: isNew ? 201 : 200,
    headers: { 'Cache-Control': 'no-store' },
  });
});

export const { PUT, PATCH, DELETE } = otherMethods('GET', 'POST');
