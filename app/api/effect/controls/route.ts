import { actorDatabase } from '@/lib/server/access/request-actor';
import { findControls } from '@/lib/server/effect-controls';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { controlsQuery } from '@/lib/validation/effect';

/** The towns that others could be compared with, by the months before. */
export const GET = route(async (request) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const question = controlsQuery.parse(asked);
  const { actor, database } = await actorDatabase(question.jurisdiction, 'effect.register');
  requireAllTowns(actor);
  const choice = await findControls(database.db, question);
  return Response.json(choice, { headers: { 'Cache-Control': 'no-store' } });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
