import { route } from '@/lib/http/problem';
import { campaignBriefs } from '@/lib/server/campaign-briefs';
import { database } from '@/lib/server/database';
import { campaignsQuery } from '@/lib/validation/hotspots';

export const GET = route(async (request) => {
  const { jurisdiction, month } = campaignsQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { db } = await database();
  return Response.json(await campaignBriefs(db, jurisdiction, month), {
    headers: { 'Cache-Control': 'private, no-cache' },
  });
});
