import { eventStream } from '@/lib/http/event-stream';
import { can } from '@/lib/server/access/permissions';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { isStillAllowed } from '@/lib/server/access/still-allowed';
import { ownerDatabase } from '@/lib/server/database';
import { stoppingSignal } from '@/lib/server/http/requests';
import { otherMethods, route } from '@/lib/server/http/route';
import { jobEvents } from '@/lib/server/jobs/job-events';
import { startJobFeed } from '@/lib/server/jobs/job-news';
import { rememberStopRight } from '@/lib/server/jobs/stop-rights';
import { jobsQuery, lastVersion } from '@/lib/validation/jobs';

/** Server-sent events: each job as it changes, and how far the running ones are. */
export const GET = route(async (request) => {
  const { jurisdiction } = jobsQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const seen = await actorDatabase(jurisdiction, 'job.view');
  // A server that leaves jobs to other processes hears of them only so.
  await startJobFeed(await ownerDatabase());
  const headers = new Headers(request.headers);
  const isAllowed = () => isStillAllowed(headers, jurisdiction, 'job.view');
  const mayStopAll = can(seen.actor, 'job.run') && can(seen.actor, 'import.run');
  return eventStream(request, stoppingSignal(), (signal) => {
    const cookie = headers.get('cookie');
    if (mayStopAll && cookie)
      signal.addEventListener('abort', rememberStopRight(jurisdiction, cookie), { once: true });
    return jobEvents({
      db: seen.database.db,
      jurisdiction,
      lastVersion: lastVersion(headers.get('last-event-id')),
      signal,
      isAllowed,
    });
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
