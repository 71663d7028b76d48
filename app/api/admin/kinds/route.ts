import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { createKind } from '@/lib/server/kind-settings';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { newKind } from '@/lib/validation/kinds';

/** Adds a kind of incident. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, ...kind } = newKind.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  await createKind(database.db, jurisdiction, kind, actor);
  return Response.json(
    { code: kind.code },
    { status: 201, headers: { 'Cache-Control': 'no-store' } },
  );
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
