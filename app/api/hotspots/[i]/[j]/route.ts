import { hotspotDetails } from '@/lib/server/hotspot-details';
import { cellQuestion } from '@/lib/server/http/cell-question';
import { otherMethods, route } from '@/lib/server/http/route';

export const GET = route(async (request, context: RouteContext<'/api/hotspots/[i]/[j]'>) => {
  const { asked, db, owner } = await cellQuestion(request, context);
  const details = await hotspotDetails(db, asked, owner);
  return Response.json(details, { headers: { 'Cache-Control': 'private, no-cache' } });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
