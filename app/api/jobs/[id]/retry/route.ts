import { readJson } from '@/lib/http/read-body';
import { requireSameOrigin } from '@/lib/http/same-origin';
import { entranceOf } from '@/lib/server/access/auth';
import { require } from '@/lib/server/access/permissions';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { getJobKind } from '@/lib/server/jobs/kinds';
import { readJob, retry } from '@/lib/server/jobs/manage';
import { jobPath, jobsQuery } from '@/lib/validation/jobs';

type Context = RouteContext<'/api/jobs/[id]/retry'>;

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request.headers, entranceOf(request.headers).origin);
  const { id } = jobPath.parse(await context.params);
  const { jurisdiction } = jobsQuery.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'job.run');
  const { kind } = await readJob(database.db, jurisdiction, id);
  require(actor, getJobKind(kind).action);
  return Response.json(await retry(database.db, jurisdiction, id), {
    headers: { 'Cache-Control': 'no-store' },
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
