import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { createCampaign } from '@/lib/server/edit-campaigns';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { newCampaign } from '@/lib/validation/campaigns';

/** Plans a campaign. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, id, ...campaign } = newCampaign.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  await createCampaign(database.db, { jurisdiction, id }, campaign, actor);
  return Response.json({ id }, { status: 201, headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
