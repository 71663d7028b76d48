import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { changeSettings } from '@/lib/server/jurisdiction-settings';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { settingsChange } from '@/lib/validation/jurisdiction';

/** Changes name, buffer and openness; 409 where somebody has changed them since. */
export const PATCH = route(async (request) => {
  await requireOwnPage(request);
  const { jurisdiction, ...change } = settingsChange.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const version = await changeSettings(database.db, jurisdiction, change, actor);
  return Response.json({ version }, { headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, POST, PUT, DELETE } = otherMethods('PATCH');
