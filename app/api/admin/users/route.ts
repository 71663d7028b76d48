import { readJson } from '@/lib/http/read-body';
import { createMember } from '@/lib/server/access/manage-members';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { newMember } from '@/lib/validation/members';

/** Creates a user: 201 with their first password, which is told this once. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, ...member } = newMember.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'user.manage');
  requireAllTowns(actor);
  const created = await createMember(actor, member);
  return Response.json(created, { status: 201, headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
