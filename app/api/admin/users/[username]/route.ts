import { readJson } from '@/lib/http/read-body';
import { changeMember, removeMember, restoreMember } from '@/lib/server/access/manage-members';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { memberChange, memberPath, memberRemoval, memberReturn } from '@/lib/validation/members';

type Context = RouteContext<'/api/admin/users/[username]'>;

const NO_STORE = { 'Cache-Control': 'no-store' };

/** Changes what somebody is here; 409 where somebody else has done so meanwhile. */
export const PATCH = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { username } = memberPath.parse(await context.params);
  const { jurisdiction, ...change } = memberChange.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  await changeMember(actor, username, change);
  return new Response(null, { status: 204, headers: NO_STORE });
});

/** Brings back somebody who was taken out of the jurisdiction. */
export const PUT = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { username } = memberPath.parse(await context.params);
  const { jurisdiction, ...role } = memberReturn.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  await restoreMember(actor, username, role);
  return new Response(null, { status: 204, headers: NO_STORE });
});

/** Takes somebody out of the jurisdiction; they stay what they are elsewhere. */
export const DELETE = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { username } = memberPath.parse(await context.params);
  const { jurisdiction } = memberRemoval.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  await removeMember(actor, username);
  return new Response(null, { status: 204, headers: NO_STORE });
});

export const { GET, POST } = otherMethods('PUT', 'PATCH', 'DELETE');
