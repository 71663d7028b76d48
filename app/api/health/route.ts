import { findVisitor } from '@/lib/server/access/request-actor';
import { appDatabase } from '@/lib/server/database';
import { readHealth, readVersions } from '@/lib/server/health';
import { otherMethods, route } from '@/lib/server/http/route';
import { healthQuery } from '@/lib/validation/health';

export const dynamic = 'force-dynamic';

/** `?check=live`: whether the process answers; else whether it can work. Administrators are told the versions, too. */
export const GET = route(async (request) => {
  const { check } = healthQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  if (check === 'live') return answer(200, { live: true });
  const health = await readHealth(appDatabase);
  if (!health.ready) return answer(503, health);
  const visitor = await findVisitor();
  const isAdmin = visitor?.memberships.some(({ role }) => role === 'admin') ?? false;
  return answer(
    200,
    isAdmin ? { ...health, ...(await readVersions(await appDatabase())) } : health,
  );
});

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });
}

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
