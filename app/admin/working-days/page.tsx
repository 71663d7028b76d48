import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { readCalendar } from '@/lib/server/working-days';
import { NotFoundError } from '@/lib/user-error';
import { workingDaysQuery } from '@/lib/validation/working-days';
import { NoPermission } from '../_components/no-permission';
import { WorkingDaysPage } from './_components/working-days-page';

/** The working days of one jurisdiction, a year at a time. */
export default async function WorkingDays({ searchParams }: PageProps<'/admin/working-days'>) {
  const asked = workingDaysQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission of="adminWorkingDays" />;
  const { jurisdiction: code } = asked.data;
  try {
    const { database } = await actorDatabase(code, 'jurisdiction.manage');
    const { name, timezone } = await getJurisdiction(database.db, code);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(new Date());
    const year = asked.data.year ?? Number(today.slice(0, 4));
    const calendar = await readCalendar(database.db, { jurisdiction: code, year });
    const place = { code, name, timezone };
    return (
      // Anew for another year, and where somebody has changed it: what it holds would be of before.
      <WorkingDaysPage key={`${year} ${calendar.version}`} {...{ place, year, today, calendar }} />
    );
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission of="adminWorkingDays" />;
    throw error;
  }
}
