import { actorDatabase } from '@/lib/server/access/request-actor';
import { storingDatabase } from '@/lib/server/database';
import { hotspotDetails } from '@/lib/server/hotspot-details';
import { otherMethods, route } from '@/lib/server/http/route';
import { cellPath, hotspotsQuery } from '@/lib/validation/hotspots';

type Context = RouteContext<'/api/hotspots/[i]/[j]'>;

export const GET = route(async (request, context: Context) => {
  const { towns: _, ...ranked } = hotspotsQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { i, j } = cellPath.parse(await context.params);
  const { database } = await actorDatabase(ranked.jurisdiction, 'evidence.view');
  const owner = await storingDatabase();
  const details = await hotspotDetails(database.db, { ...ranked, i, j }, owner.db);
  return Response.json(details, { headers: { 'Cache-Control': 'private, no-cache' } });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
