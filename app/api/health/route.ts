import { appDatabase } from '@/lib/server/database';
import { readHealth } from '@/lib/server/health';
import { otherMethods, route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

export const GET = route(async () => {
  const health = await readHealth(appDatabase);
  return Response.json(health, {
    status: health.ready ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
