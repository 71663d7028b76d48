import 'server-only';
import type { Database } from '@/db/client';
import { isDemoServed, secret } from './access/auth';
import { ensureDemoPeople } from './access/demo-people';
import { appDatabase, closeDatabase, ownerDatabase } from './database';
import { env } from './env';
import { listAdvice } from './health';
import { drainRequests } from './http/requests';
import { watchRequests } from './http/watch-requests';
import { DEFAULT_SLOTS, startWorkers } from './jobs/start-workers';
import { log } from './log';
import { stopper } from './stop';
import { warmUp } from './warm-up';

/** Less than the ten seconds after which containers are killed. */
const STOP_MILLISECONDS = 9_000;

/** Checks the settings, opens and migrates the database, warms it up, and stops in order when the server is asked to. */
export async function startServer(): Promise<void> {
  env();
  secret();
  watchRequests(log());
  const owner = await ownerDatabase();
  for (const advice of await listAdvice(await appDatabase()))
    log().warn({ advice }, 'docs/deploy.md says what to do about this');
  const stopWorkers = await startJobs(owner);
  stopOnSignals(stopWorkers);
  if (isDemoServed()) await ensureDemoPeople(owner);
  try {
    await warmUp(owner.db, new Date().toISOString());
  } catch (error) {
    // The page will say the same to whoever asks; the other pages and routes may well work.
    report(error, 'the first list could not be read ahead');
  }
}

function stopOnSignals(stopWorkers: () => Promise<void>): void {
  const stop = stopper({
    drain: drainRequests,
    stopWorkers,
    closeDatabase,
    exit: (status) => process.exit(status),
    report,
    milliseconds: STOP_MILLISECONDS,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Next's own waits for event streams, which never end, while the database would be closed under the rest. Its
    // development server has more to put away.
    if (env().NODE_ENV === 'production') process.removeAllListeners(signal);
    process.on(signal, stop);
  }
}

/** Works on jobs in this process, unless ZHANTU_WORKER=off leaves them to `zhantu worker`; which the embedded database cannot have. */
async function startJobs(opened: Database): Promise<() => Promise<void>> {
  if (env().ZHANTU_WORKER === 'off' && opened.backend === 'postgres') return async () => {};
  return startWorkers(opened, DEFAULT_SLOTS, report);
}

function report(error: unknown, what: string): void {
  log().error({ err: error }, what);
}
