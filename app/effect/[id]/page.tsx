import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { showEffect } from '@/lib/server/effect';
import { effectPlace } from '@/lib/server/effect-place';
import { NotFoundError } from '@/lib/user-error';
import { effectQuery } from '@/lib/validation/effect';
import { EffectDetails } from '../_components/effect-details';
import { NoPermission } from '../_components/no-permission';

/** Whether one campaign worked: in words, then by each method. */
export default async function OneEffect({ params, searchParams }: PageProps<'/effect/[id]'>) {
  const asked = effectQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission why="forbidden" />;
  const { jurisdiction } = asked.data;
  try {
    const { actor, database } = await actorDatabase(jurisdiction, 'effect.view');
    if (actor.towns) return <NoPermission why="townsOnly" />;
    const place = await effectPlace(database.db, jurisdiction);
    const { id } = await params;
    return <EffectDetails place={place} effect={await showEffect(database.db, jurisdiction, id)} />;
  } catch (error) {
    if (error instanceof NotFoundError) return <NoPermission why="unknown" />;
    if (error instanceof ProblemError) return <NoPermission why="forbidden" />;
    throw error;
  }
}
