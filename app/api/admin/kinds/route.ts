import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { ownerDatabase } from '@/lib/server/database';
import { createKind } from '@/lib/server/edit-kinds';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { newKind } from '@/lib/validation/kinds';

/** Adds a kind of incident. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, code, ...kind } = newKind.parse(await readJson(request));
  const { actor } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const { db } = await ownerDatabase();
  await createKind(db, { jurisdiction, code }, kind, actor);
  return Response.json({ code }, { status: 201, headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
