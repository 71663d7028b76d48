import { route } from '@/lib/http/problem';
import { appDatabase } from '@/lib/server/database';
import { readHealth } from '@/lib/server/health';

export const dynamic = 'force-dynamic';

export const GET = route(async () => {
  const health = await readHealth(appDatabase);
  return Response.json(health, {
    status: health.ready ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  });
});
