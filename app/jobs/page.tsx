import { ProblemError } from '@/lib/http/problem';
import { can } from '@/lib/server/access/permissions';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { readJobs } from '@/lib/server/jobs/manage';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { jobsQuery } from '@/lib/validation/jobs';
import { JobsPage } from './_components/jobs-page';
import { NoPermission } from './_components/no-permission';

/** The jobs of one jurisdiction; they go on without this page. */
export default async function Jobs({ searchParams }: PageProps<'/jobs'>) {
  const asked = jobsQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission />;
  const { jurisdiction: code } = asked.data;
  try {
    const { actor, database } = await actorDatabase(code, 'job.view');
    const { name, timezone } = await getJurisdiction(database.db, code);
    const jobs = await readJobs(database.db, code);
    return (
      <JobsPage
        jurisdiction={{ code, name, timezone }}
        initial={jobs}
        canRun={can(actor, 'job.run')}
      />
    );
  } catch (error) {
    if (error instanceof ProblemError) return <NoPermission />;
    throw error;
  }
}
