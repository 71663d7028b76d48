import 'server-only';
import type { Database } from '@/db/client';
import { startJobFeed, stopJobFeed } from './job-news';
import { Worker } from './worker';

/** Jobs at a time in one process of a PostgreSQL server; each may hold a connection for its whole transaction. */
export const DEFAULT_SLOTS = 2;

/**
 * Works on jobs in this process until it is told to stop.
 *
 * @param slots jobs at a time; the embedded database has one session, and so takes one.
 * @returns has the running jobs given back, and resolves when none runs.
 */
export async function startWorkers(
  database: Database,
  slots: number,
  report: (error: unknown, what: string) => void,
): Promise<() => Promise<void>> {
  await startJobFeed(database);
  const count = database.backend === 'embedded' ? 1 : slots;
  const workers = Array.from({ length: count }, () => new Worker({ database, report }));
  for (const worker of workers) worker.start();
  return async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await stopJobFeed();
  };
}
