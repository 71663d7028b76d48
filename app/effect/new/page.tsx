import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { effectPlace } from '@/lib/server/effect-place';
import { effectProposal } from '@/lib/server/effect-proposal';
import { NotFoundError } from '@/lib/user-error';
import { effectQuery } from '@/lib/validation/effect';
import { NoPermission } from '../_components/no-permission';
import { RegisterForm } from '../_components/register-form';

/** Where what will be compared is registered. */
export default async function NewEffect({ searchParams }: PageProps<'/effect/new'>) {
  const asked = effectQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission why="forbidden" />;
  const { jurisdiction } = asked.data;
  try {
    const { actor, database } = await actorDatabase(jurisdiction, 'effect.register');
    if (actor.towns) return <NoPermission why="townsOnly" />;
    const place = await effectPlace(database.db, jurisdiction);
    const today = new Date().toISOString();
    const proposal = await effectProposal(database.db, { jurisdiction, today });
    return <RegisterForm place={place} {...proposal} />;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission why="forbidden" />;
    throw error;
  }
}
