import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { ownerDatabase } from '@/lib/server/database';
import { changeKind, removeKind } from '@/lib/server/edit-kinds';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { kindChange, kindPath, kindRemoval } from '@/lib/validation/kinds';

type Context = RouteContext<'/api/admin/kinds/[kind]'>;

const NO_STORE = { 'Cache-Control': 'no-store' };

/** Changes a kind, and the harm of its facts with its weight; 409 where somebody has changed it since. */
export const PATCH = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { kind: code } = kindPath.parse(await context.params);
  const { jurisdiction, ...change } = kindChange.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const { db } = await ownerDatabase();
  const version = await changeKind(db, { jurisdiction, code }, change, actor);
  return Response.json({ version }, { headers: NO_STORE });
});

/** Deletes a kind without incidents; 409 where somebody has changed it since. */
export const DELETE = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { kind: code } = kindPath.parse(await context.params);
  const { jurisdiction, version } = kindRemoval.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const { db } = await ownerDatabase();
  await removeKind(db, { jurisdiction, code }, version, actor);
  return new Response(null, { status: 204, headers: NO_STORE });
});

export const { GET, POST, PUT } = otherMethods('PATCH', 'DELETE');
