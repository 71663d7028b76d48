import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { readKinds } from '@/lib/server/kind-settings';
import { NotFoundError } from '@/lib/user-error';
import { kindsQuery } from '@/lib/validation/kinds';
import { NoPermission } from '../_components/no-permission';
import { KindsPage } from './_components/kinds-page';

/** The kinds of incident of one jurisdiction, and what each weighs. */
export default async function Kinds({ searchParams }: PageProps<'/admin/kinds'>) {
  const asked = kindsQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission of="adminKinds" />;
  const { jurisdiction: code } = asked.data;
  try {
    const { database } = await actorDatabase(code, 'jurisdiction.manage');
    const { name, timezone } = await getJurisdiction(database.db, code);
    const kinds = (await readKinds(database.db, code)).map((kind) => ({
      ...kind,
      changedAt: kind.changedAt?.toISOString() ?? null,
    }));
    const readAt = new Date().toISOString();
    return <KindsPage place={{ code, name, timezone }} kinds={kinds} readAt={readAt} />;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission of="adminKinds" />;
    throw error;
  }
}
