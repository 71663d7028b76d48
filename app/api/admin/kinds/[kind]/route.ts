import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { changeKind, removeKind } from '@/lib/server/kind-settings';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { kindChange, kindPath, kindRemoval } from '@/lib/validation/kinds';

type Context = RouteContext<'/api/admin/kinds/[kind]'>;

/** Changes names and group; 409 where somebody has changed them since. */
export const PATCH = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { kind } = kindPath.parse(await context.params);
  const { jurisdiction, ...change } = kindChange.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const version = await changeKind(database.db, jurisdiction, kind, change, actor);
  return Response.json({ version }, { headers: { 'Cache-Control': 'no-store' } });
});

/** Takes away a kind that no incident has. */
export const DELETE = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { kind } = kindPath.parse(await context.params);
  const { jurisdiction, version } = kindRemoval.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  await removeKind(database.db, jurisdiction, kind, version, actor);
  return new Response(null, { status: 204 });
});

export const { GET, POST, PUT } = otherMethods('PATCH', 'DELETE');
