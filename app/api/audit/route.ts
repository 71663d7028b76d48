import { actorDatabase, requirePermission } from '@/lib/server/access/request-actor';
import { exportLog } from '@/lib/server/audit/read-log';
import { record } from '@/lib/server/audit/record';
import { otherMethods, route } from '@/lib/server/http/route';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { auditQuery } from '@/lib/validation/audit';

/** The audit log as a file; taking it is an event of its own. */
export const GET = route(async (request) => {
  const query = auditQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { jurisdiction, ...parameters } = query;
  const { actor, database } = await actorDatabase(jurisdiction, 'audit.read');
  await requirePermission(actor, 'export.run');
  const { timezone } = await getJurisdiction(database.db, jurisdiction);
  const text = await exportLog(database.db, query, timezone);
  await record(database.db, {
    jurisdiction,
    by: actor,
    action: 'export.run',
    subject: 'audit',
    parameters,
  });
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="audit-${jurisdiction}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods('GET');
