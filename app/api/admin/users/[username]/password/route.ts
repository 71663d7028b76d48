import { readJson } from '@/lib/http/read-body';
import { resetMember } from '@/lib/server/access/manage-members';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { memberPassword, memberPath } from '@/lib/validation/members';

type Context = RouteContext<'/api/admin/users/[username]/password'>;

/** A new password, told this once; lifts the lock of the name and signs them out everywhere. */
export const POST = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { username } = memberPath.parse(await context.params);
  const { jurisdiction, resetTwoFactor } = memberPassword.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  const told = await resetMember(actor, username, resetTwoFactor);
  return Response.json(told, { headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
