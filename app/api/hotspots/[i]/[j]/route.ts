import { route } from '@/lib/http/problem';
import { database } from '@/lib/server/database';
import { hotspotDetails } from '@/lib/server/hotspot-details';
import { cellPath, hotspotsQuery } from '@/lib/validation/hotspots';

type Context = RouteContext<'/api/hotspots/[i]/[j]'>;

export const GET = route(async (request, context: Context) => {
  const { jurisdiction, month, kind, ranker } = hotspotsQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { i, j } = cellPath.parse(await context.params);
  const { db } = await database();
  const details = await hotspotDetails(db, {
    jurisdiction,
    month,
    kind,
    i,
    j,
    ...(ranker !== undefined && { ranker }),
  });
  return Response.json(details, { headers: { 'Cache-Control': 'private, no-cache' } });
});
