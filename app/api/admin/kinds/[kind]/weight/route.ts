import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { orderWeight } from '@/lib/server/order-weight';
import { kindPath, weightOrder } from '@/lib/validation/kinds';

type Context = RouteContext<'/api/admin/kinds/[kind]/weight'>;

/** Asks for another weight of harm, by a job: 202 with its id. */
export const PUT = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { kind } = kindPath.parse(await context.params);
  const { jurisdiction, ...weight } = weightOrder.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const job = await orderWeight(database.db, actor, { kind, ...weight });
  return Response.json({ job }, { status: 202, headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, POST, PATCH, DELETE } = otherMethods('PUT');
