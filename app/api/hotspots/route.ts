import { route } from '@/lib/http/problem';
import { database } from '@/lib/server/database';
import { hotspotList } from '@/lib/server/hotspots';
import { hotspotsQuery } from '@/lib/validation/hotspots';

export const GET = route(async (request) => {
  const asked = hotspotsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { db } = await database();
  return Response.json(await hotspotList(db, asked), {
    headers: { 'Cache-Control': 'private, no-cache' },
  });
});
