import { readJson } from '@/lib/http/read-body';
import { disableMember } from '@/lib/server/access/manage-members';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { memberDisabled, memberPath } from '@/lib/validation/members';

type Context = RouteContext<'/api/admin/users/[username]/disabled'>;

/** Forbids somebody to sign in and signs them out everywhere, or allows it again. */
export const PUT = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { username } = memberPath.parse(await context.params);
  const { jurisdiction, isDisabled } = memberDisabled.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  const signedOut = await disableMember(actor, username, isDisabled);
  return Response.json({ signedOut }, { headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, POST, PATCH, DELETE } = otherMethods('PUT');
