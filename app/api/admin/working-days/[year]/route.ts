import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { changeCalendar } from '@/lib/server/working-days';
import { yearChange, yearPath } from '@/lib/validation/working-days';

type Context = RouteContext<'/api/admin/working-days/[year]'>;

/** Writes the exceptions of a year; 409 where somebody has changed them since. */
export const PUT = route(async (request, context: Context) => {
  await requireOwnPage(request);
  const { year } = yearPath.parse(await context.params);
  const { jurisdiction, ...change } = yearChange.parse(await readJson(request));
  const { actor, database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
  requireAllTowns(actor);
  const version = await changeCalendar(database.db, { jurisdiction, year }, change, actor);
  return Response.json({ version }, { headers: { 'Cache-Control': 'no-store' } });
});

export const { GET, POST, PATCH, DELETE } = otherMethods('PUT');
