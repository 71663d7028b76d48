import 'server-only';
import type { Db } from '@/db/client';
import type { Actor } from './access/actor';
import type { HotspotList } from './hotspots';
import { enqueue } from './jobs/enqueue';

/** Has the backtest made that a list lacks; whoever asks for the same at once asks for one. */
export async function askForBacktest(
  owner: Db,
  actor: Actor,
  { month, kind, group, weighing, origins, dataVersion }: HotspotList,
): Promise<void> {
  const asked = { month, kind, group, weighing, origins };
  const key = JSON.stringify([month, kind, group, weighing, origins, dataVersion]);
  await enqueue(owner, actor, { kind: 'backtest', payload: asked, key });
}
