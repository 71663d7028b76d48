import { readJson } from '@/lib/http/read-body';
import { signOutMember } from '@/lib/server/access/manage-members';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { memberPath, memberRemoval } from '@/lib/validation/members';

type Context = RouteContext<'/api/admin/users/[username]/sessions'>;

/** Signs somebody out everywhere. */
export const DELETE = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { username } = memberPath.parse(await context.params);
  const { jurisdiction } = memberRemoval.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  const signedOut = await signOutMember(actor, username);
  return Response.json({ signedOut }, { headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, POST, PUT, PATCH } = otherMethods('DELETE');
