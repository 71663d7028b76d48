import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { changeCampaign, removeCampaign } from '@/lib/server/edit-campaigns';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { campaignChange, campaignPath, campaignRemoval } from '@/lib/validation/campaigns';

type Context = RouteContext<'/api/admin/campaigns/[id]'>;

const NO_STORE = { 'Cache-Control': 'no-store' };

/** Changes a campaign; 409 where somebody has changed it since. */
export const PUT = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { id } = campaignPath.parse(await context.params);
  const { jurisdiction, ...change } = campaignChange.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const version = await changeCampaign(database.db, { jurisdiction, id }, change, actor);
  return Response.json({ version }, { headers: NO_STORE });
});

/** Deletes a campaign without figures; 409 where somebody has changed it since. */
export const DELETE = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { id } = campaignPath.parse(await context.params);
  const { jurisdiction, version } = campaignRemoval.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  await removeCampaign(database.db, { jurisdiction, id }, version, actor);
  return new Response(null, { status: 204, headers: NO_STORE });
});

export const { GET, POST, PATCH } = otherMethods('PUT', 'DELETE');
