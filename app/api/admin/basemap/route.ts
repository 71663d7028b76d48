import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { changeBasemap } from '@/lib/server/basemap';
import { env } from '@/lib/server/env';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { basemapChange } from '@/lib/validation/basemap';

/** Chooses what lies under the map; 409 where somebody has chosen since. */
export const PUT = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, ...change } = basemapChange.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const hosts = env().ZHANTU_BASEMAP_HOSTS;
  const version = await changeBasemap(database.db, jurisdiction, change, actor, hosts);
  return Response.json({ version }, { headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, POST, PATCH, DELETE } = otherMethods('PUT');
