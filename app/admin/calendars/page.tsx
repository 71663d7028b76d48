import { ProblemError } from '@/lib/http/problem';
import { listMemberTowns } from '@/lib/server/access/manage-members';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { campaignCalendar } from '@/lib/server/campaigns';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { NotFoundError } from '@/lib/user-error';
import { calendarsQuery } from '@/lib/validation/campaigns';
import { NoPermission } from '../_components/no-permission';
import { CalendarsPage } from './_components/calendars-page';

/** The campaigns of one jurisdiction, month by month. */
export default async function Calendars({ searchParams }: PageProps<'/admin/calendars'>) {
  const asked = calendarsQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission of="adminCalendars" />;
  const { jurisdiction: code } = asked.data;
  try {
    const { database } = await actorDatabase(code, 'jurisdiction.manage');
    const { name } = await getJurisdiction(database.db, code);
    const towns = await listMemberTowns(database, code);
    const campaigns = await campaignCalendar(database.db, code);
    return <CalendarsPage place={{ code, name, towns }} campaigns={campaigns} />;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission of="adminCalendars" />;
    throw error;
  }
}
