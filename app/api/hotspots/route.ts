import { actorDatabase } from '@/lib/server/access/request-actor';
import { storingDatabase } from '@/lib/server/database';
import { actionOf, hotspotList } from '@/lib/server/hotspots';
import { otherMethods, route } from '@/lib/server/http/route';
import { hotspotsQuery } from '@/lib/validation/hotspots';

export const GET = route(async (request) => {
  const asked = hotspotsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { database } = await actorDatabase(asked.jurisdiction, actionOf(asked));
  const owner = await storingDatabase();
  return Response.json(await hotspotList(database.db, asked, owner.db), {
    headers: { 'Cache-Control': 'private, no-cache' },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
