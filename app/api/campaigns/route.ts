import { actorDatabase } from '@/lib/server/access/request-actor';
import { campaignBriefs } from '@/lib/server/campaign-briefs';
import { otherMethods, route } from '@/lib/server/http/route';
import { campaignsQuery } from '@/lib/validation/hotspots';

export const GET = route(async (request) => {
  const { jurisdiction, month } = campaignsQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { database } = await actorDatabase(jurisdiction, 'campaign.view');
  return Response.json(await campaignBriefs(database.db, jurisdiction, month), {
    headers: { 'Cache-Control': 'private, no-cache' },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
