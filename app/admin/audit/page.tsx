import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { readLogPage } from '@/lib/server/audit/read-log';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { auditPage, auditQuery } from '@/lib/validation/audit';
import { AuditPage } from './_components/audit-page';
import { NoPermission } from './_components/no-permission';

/** The audit log of one jurisdiction. */
export default async function Audit({ searchParams }: PageProps<'/admin/audit'>) {
  const asked = auditQuery.extend(auditPage.shape).safeParse(await searchParams);
  if (!asked.success) return <NoPermission />;
  const { before, ...query } = asked.data;
  try {
    const { database } = await actorDatabase(query.jurisdiction, 'audit.read');
    const { name, timezone } = await getJurisdiction(database.db, query.jurisdiction);
    const page = await readLogPage(database.db, query, { timezone, before });
    return <AuditPage place={name} timezone={timezone} query={query} page={page} />;
  } catch (error) {
    if (error instanceof ProblemError) return <NoPermission />;
    throw error;
  }
}
