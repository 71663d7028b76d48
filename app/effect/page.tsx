import { ProblemError } from '@/lib/http/problem';
import { can } from '@/lib/server/access/permissions';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { pageOfEffects } from '@/lib/server/effect-list';
import { effectPlace } from '@/lib/server/effect-place';
import { NotFoundError } from '@/lib/user-error';
import { effectsQuery } from '@/lib/validation/effect';
import { EffectList } from './_components/effect-list';
import { NoPermission } from './_components/no-permission';

/** What was registered to tell whether campaigns worked, and what can be told. */
export default async function Effects({ searchParams }: PageProps<'/effect'>) {
  const asked = effectsQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission why="forbidden" />;
  const { jurisdiction, page } = asked.data;
  try {
    const { actor, database } = await actorDatabase(jurisdiction, 'effect.view');
    if (actor.towns) return <NoPermission why="townsOnly" />;
    const place = await effectPlace(database.db, jurisdiction);
    const found = await pageOfEffects(database.db, jurisdiction, page);
    return <EffectList place={place} {...found} canRegister={can(actor, 'effect.register')} />;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NotFoundError)
      return <NoPermission why="forbidden" />;
    throw error;
  }
}
