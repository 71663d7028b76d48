import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { readSettings } from '@/lib/server/jurisdiction-settings';
import { NotFoundError } from '@/lib/user-error';
import { jurisdictionQuery } from '@/lib/validation/jurisdiction';
import { NoPermission } from '../_components/no-permission';
import { JurisdictionPage } from './_components/jurisdiction-page';

/** Settings and boundary of one jurisdiction. */
export default async function Jurisdiction({ searchParams }: PageProps<'/admin/jurisdiction'>) {
  const asked = jurisdictionQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission of="adminJurisdiction" />;
  try {
    const { jurisdiction } = asked.data;
    const { database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
    const settings = await readSettings(database.db, jurisdiction);
    return <JurisdictionPage settings={{ ...settings, readAt: new Date().toISOString() }} />;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission of="adminJurisdiction" />;
    throw error;
  }
}
