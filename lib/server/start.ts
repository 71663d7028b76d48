import 'server-only';
import type { Database } from '@/db/client';
import { isDemoServed, secret } from './access/auth';
import { ensureDemoPeople } from './access/demo-people';
import { closeDatabase, ownerDatabase } from './database';
import { env } from './env';
import { DEFAULT_SLOTS, startWorkers } from './jobs/start-workers';
import { warmUp } from './warm-up';

/** Checks the settings, opens and migrates the database, warms it up, and closes it when the server is asked to stop. */
export async function startServer(): Promise<void> {
  env();
  secret();
  const owner = await ownerDatabase();
  const stopWorkers = await startJobs(owner);
  // Jobs are given back first: they need the database for that.
  const stop = () => stopWorkers().finally(closeDatabase);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  if (isDemoServed()) await ensureDemoPeople(owner);
  try {
    await warmUp(owner.db, new Date().toISOString());
  } catch (error) {
    // The page will say the same to whoever asks; the other pages and routes may well work.
    process.emitWarning(`the first list could not be read ahead: ${error}`);
  }
}

/** Works on jobs in this process, unless ZHANTU_WORKER=off leaves them to `zhantu worker`; which the embedded database cannot have. */
async function startJobs(opened: Database): Promise<() => Promise<void>> {
  if (env().ZHANTU_WORKER === 'off' && opened.backend === 'postgres') return async () => {};
  return startWorkers(opened, DEFAULT_SLOTS, (error, what) => {
    process.emitWarning(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
  });
}
