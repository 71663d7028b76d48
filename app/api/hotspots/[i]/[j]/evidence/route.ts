import { hotspotEvidence } from '@/lib/server/hotspot-evidence';
import { cellQuestion } from '@/lib/server/http/cell-question';
import { otherMethods, route } from '@/lib/server/http/route';

export const GET = route(
  async (request, context: RouteContext<'/api/hotspots/[i]/[j]/evidence'>) => {
    const { asked, db, owner } = await cellQuestion(request, context);
    const evidence = await hotspotEvidence(db, asked, owner);
    return Response.json(evidence, { headers: { 'Cache-Control': 'private, no-cache' } });
  },
);

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
