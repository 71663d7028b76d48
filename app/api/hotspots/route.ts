import { actorDatabase } from '@/lib/server/access/request-actor';
import { storingDatabase } from '@/lib/server/database';
import { actionOf, hotspotList } from '@/lib/server/hotspots';
import { otherMethods, route } from '@/lib/server/http/route';
import { askForBacktest } from '@/lib/server/order-backtest';
import { hotspotsQuery } from '@/lib/validation/hotspots';

export const GET = route(async (request) => {
  const asked = hotspotsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { actor, database } = await actorDatabase(asked.jurisdiction, actionOf(asked));
  const owner = await storingDatabase();
  const list = await hotspotList(database.db, asked, owner.db);
  if (list.auto?.isPending) await askForBacktest(owner.db, actor, list);
  return Response.json(list, { headers: { 'Cache-Control': 'private, no-cache' } });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
