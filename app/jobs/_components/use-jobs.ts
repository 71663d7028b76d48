'use client';

import { useEffect, useState } from 'react';
import type { JobProgressNews, JobView } from '@/lib/jobs/job-view';

/**
 * Jobs, latest first, as they change. The browser connects again by itself after a break, and names the last event it
 * had; where the server refuses it (signed out), it stays away.
 */
export function useJobs(jurisdiction: string, initial: readonly JobView[]) {
  const [jobs, setJobs] = useState(initial);
  const [isLive, setLive] = useState(false);

  useEffect(() => {
    const source = new EventSource(`/api/jobs/events?jurisdiction=${jurisdiction}`);
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => setLive(false));
    source.addEventListener('job', ({ data }) => {
      const job = JSON.parse(data) as JobView;
      setJobs((known) => withJob(known, job));
    });
    source.addEventListener('progress', ({ data }) => {
      const news = JSON.parse(data) as JobProgressNews;
      setJobs((known) => known.map((job) => (job.id === news.id ? withProgress(job, news) : job)));
    });
    return () => source.close();
  }, [jurisdiction]);

  return { jobs, isLive, take: (job: JobView) => setJobs((known) => withJob(known, job)) };
}

function withJob(known: readonly JobView[], job: JobView): readonly JobView[] {
  const others = known.filter(({ id }) => id !== job.id);
  const before = known.find(({ id }) => id === job.id);
  // Answers and events may cross.
  if (before && before.version > job.version) return known;
  return [...others, job].sort((a, b) => Number(b.id) - Number(a.id));
}

/** Never backwards: what was written to the database is older than what the process tells. */
function withProgress(job: JobView, { progress }: JobProgressNews): JobView {
  return job.state === 'running' ? { ...job, progress } : job;
}
