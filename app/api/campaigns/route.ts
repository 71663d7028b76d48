import { route } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { campaignBriefs } from '@/lib/server/campaign-briefs';
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
