/**
 * A process that works on jobs as the server does, for tests that kill it: JURISDICTION [UPLOAD], where a job is asked
 * for that imports the upload. Says `reading ROWS` as it goes, and ends when no job is queued or running.
 */
import { closeDatabase, ownerDatabase } from '@/lib/server/database';
import { enqueue } from '@/lib/server/jobs/enqueue';
import { onJobNews } from '@/lib/server/jobs/job-news';
import { readJobs } from '@/lib/server/jobs/manage';
import { startWorkers } from '@/lib/server/jobs/start-workers';

const [jurisdiction = '', upload] = process.argv.slice(2);
const opened = await ownerDatabase();
const actor = { userId: null, name: 'test', jurisdiction, role: 'admin', towns: null } as const;
if (upload) {
  const payload = { upload, fileName: 'rows.csv', subject: 'incidents', createKinds: true };
  await enqueue(opened.db, actor, { kind: 'import', payload });
}
const ended = new Promise<void>((resolve) => {
  onJobNews(async (news) => {
    if (news.type === 'progress') return console.log(`${news.progress.step} ${news.progress.done}`);
    const jobs = await readJobs(opened.db, jurisdiction);
    if (jobs.every(({ finishedAt }) => finishedAt !== null)) resolve();
  });
});
const stop = await startWorkers(opened, 1, (error, what) => console.error(what, error));
await ended;
await stop();
await closeDatabase();
