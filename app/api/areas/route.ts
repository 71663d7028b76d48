import { actorDatabase } from '@/lib/server/access/request-actor';
import { areaHotspotList } from '@/lib/server/area-ranking';
import { storingDatabase } from '@/lib/server/database';
import { otherMethods, route } from '@/lib/server/http/route';
import { areasQuery } from '@/lib/validation/hotspots';

export const GET = route(async (request) => {
  const { unit, ...asked } = areasQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { database } = await actorDatabase(asked.jurisdiction, 'evidence.view');
  const owner = await storingDatabase();
  const list = await areaHotspotList(database.db, asked, unit, owner.db);
  return Response.json(list, { headers: { 'Cache-Control': 'private, no-cache' } });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
