import { ProblemError } from '@/lib/http/problem';
import { listFormer, listMembers, listMemberTowns } from '@/lib/server/access/manage-members';
import { listRights } from '@/lib/server/access/permissions';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { NotFoundError } from '@/lib/user-error';
import { membersQuery } from '@/lib/validation/members';
import { NoPermission } from '../_components/no-permission';
import { UsersPage } from './_components/users-page';

/** The users of one jurisdiction, and what they are there. */
export default async function Users({ searchParams }: PageProps<'/admin/users'>) {
  const asked = membersQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission of="adminUsers" />;
  const { jurisdiction: code } = asked.data;
  try {
    const { actor, database } = await actorDatabase(code, 'user.manage');
    const { name, timezone } = await getJurisdiction(database.db, code);
    const towns = await listMemberTowns(database, code);
    const members = (await listMembers(actor)).map(({ memberships, ...member }) => ({
      ...member,
      isSelf: member.id === actor.userId,
      role: memberships[0]?.role ?? '',
      towns: memberships[0]?.towns ?? null,
    }));
    const former = await listFormer(actor);
    return (
      <UsersPage
        place={{ code, name, timezone, towns }}
        members={members}
        former={former}
        rights={listRights()}
        canChange={actor.towns === null}
      />
    );
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission of="adminUsers" />;
    throw error;
  }
}
