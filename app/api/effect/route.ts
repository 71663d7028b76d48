import { readJson } from '@/lib/http/read-body';
import { requireOwnPage } from '@/lib/server/access/own-page';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { registerEffect } from '@/lib/server/effect';
import { otherMethods, route } from '@/lib/server/http/route';
import { requireAllTowns } from '@/lib/server/order-boundary';
import { newEffect } from '@/lib/validation/effect';

/** Registers what will be compared; what is registered stays as it is. */
export const POST = route(async (request) => {
  await requireOwnPage(request);
  const { treatedTowns, controlTowns, acceptsLate, ...registration } = newEffect.parse(
    await readJson(request),
  );
  const { actor, database } = await actorDatabase(registration.jurisdiction, 'effect.register');
  requireAllTowns(actor);
  const areas = { treated: { towns: treatedTowns }, control: { towns: controlTowns } };
  const { id, isLate } = await registerEffect(database.db, { ...registration, ...areas }, actor, {
    refusesLate: !acceptsLate,
  });
  const headers = { 'Cache-Control': 'no-store' };
  return Response.json({ id, isLate }, { status: 201, headers });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods('POST');
