import 'server-only';
import { cellPath, hotspotsQuery } from '@/lib/validation/hotspots';
import { actorDatabase } from '../access/request-actor';
import { storingDatabase } from '../database';

type Path = { params: Promise<{ i: string; j: string }> };

/** Which cell of which ranking is asked about, and the databases to answer from. */
export async function cellQuestion(request: Request, { params }: Path) {
  const { towns: _, ...ranked } = hotspotsQuery.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const cell = cellPath.parse(await params);
  const { database } = await actorDatabase(ranked.jurisdiction, 'evidence.view');
  const owner = await storingDatabase();
  return { asked: { ...ranked, ...cell }, db: database.db, owner: owner.db };
}
