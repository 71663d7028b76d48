import 'server-only';
import type { Database } from '@/db/client';
import type { JobProgress } from '@/lib/jobs/job-view';
import { JobStopped } from './define-job';

/** Something happened to jobs. A null jurisdiction: to any, since news may have been missed. */
export type JobNews =
  | { readonly type: 'changed'; readonly jurisdiction: string | null }
  | {
      readonly type: 'progress';
      readonly jurisdiction: string;
      readonly id: string;
      readonly progress: JobProgress;
    };

type Holder = {
  readonly listeners: Set<(news: JobNews) => void>;
  /** Jobs that run in this process, by jurisdiction and id. */
  readonly running: Map<string, AbortController>;
  feed?: Promise<() => Promise<void>>;
};

/** On globalThis: the worker and the routes are bundled apart, and are one process all the same. */
const holder = globalThis as typeof globalThis & { zhantuJobs?: Holder };

function jobs(): Holder {
  holder.zhantuJobs ??= { listeners: new Set(), running: new Map() };
  return holder.zhantuJobs;
}

/** Calls `listener` with what happens to jobs; returns the way to stop. */
export function onJobNews(listener: (news: JobNews) => void): () => void {
  const { listeners } = jobs();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells this process; others hear of it by the database. */
export function tellJobNews(news: JobNews): void {
  for (const listener of jobs().listeners) listener(news);
}

/** Makes a job that starts here known, so that it can be stopped without the database; returns the way to forget it. */
export function holdRunning(
  jurisdiction: string,
  id: string,
  controller: AbortController,
): () => void {
  const { running } = jobs();
  const key = `${jurisdiction}:${id}`;
  running.set(key, controller);
  return () => running.delete(key);
}

/** Stops a job if it runs in this process: at once, even while its transaction holds the embedded database's one session. */
export function stopRunning(jurisdiction: string, id: string): void {
  jobs().running.get(`${jurisdiction}:${id}`)?.abort(new JobStopped('cancelled'));
}

/** Listens to the database for what other processes do to jobs; once a process, nothing where there are no others. */
export async function startJobFeed({ listen }: Database): Promise<void> {
  if (!listen) return;
  jobs().feed ??= listen('zhantu_job', (payload) => {
    tellJobNews({ type: 'changed', jurisdiction: payload?.split(':')[0] ?? null });
  });
  await jobs().feed;
}

/** Ends what {@link startJobFeed} began. */
export async function stopJobFeed(): Promise<void> {
  const { feed } = jobs();
  delete jobs().feed;
  await (await feed)?.();
}
