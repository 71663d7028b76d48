import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase, requirePermission } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { getJobKind } from '@/lib/server/jobs/kinds';
import { readJob, retry } from '@/lib/server/jobs/manage';
import { jobPath, jobsQuery } from '@/lib/validation/jobs';

type Context = RouteContext<'/api/jobs/[id]/retry'>;

export const POST = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { id } = jobPath.parse(await context.params);
  const { jurisdiction } = jobsQuery.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'job.run');
  const { kind } = await readJob(database.db, jurisdiction, id);
  await requirePermission(actor, getJobKind(kind).action);
  return Response.json(await retry(database.db, jurisdiction, id, actor), {
    headers: { 'Cache-Control': 'no-store' },
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
