import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { previewBoundary } from '@/lib/server/change-boundary';
import { readPolygons } from '@/lib/server/check-boundary';
import { otherMethods, route } from '@/lib/server/http/route';
import { orderBoundary, requireAllTowns } from '@/lib/server/order-boundary';
import { boundaryOrder, boundaryQuestion } from '@/lib/validation/jurisdiction';
import { MAXIMUM_BOUNDARY_BYTES } from '@/lib/validation/jurisdiction-limits';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** What a boundary would change; changes nothing. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const asked = boundaryQuestion.parse(await readJson(request, MAXIMUM_BOUNDARY_BYTES));
  const { actor, database } = await actorDatabase(asked.jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const polygons = readPolygons(asked.boundary, 'the boundary');
  const { boundary: _, ...change } = await previewBoundary(
    database.db,
    asked.jurisdiction,
    polygons,
  );
  return Response.json(change, { headers: NO_STORE });
});

/** Asks for a job that takes the boundary; 409 where somebody has changed the jurisdiction since. */
export const PUT = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, boundary, ...order } = boundaryOrder.parse(
    await readJson(request, MAXIMUM_BOUNDARY_BYTES),
  );
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const polygons = readPolygons(boundary, 'the boundary');
  const job = await orderBoundary(database.db, actor, { ...order, polygons });
  return Response.json({ job }, { status: 201, headers: NO_STORE });
});

export const { GET, PATCH, DELETE } = otherMethods('POST', 'PUT');
