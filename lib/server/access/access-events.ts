import 'server-only';
import type { Db } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import { onceAnHour } from '../audit/once-an-hour';
import { record } from '../audit/record';
import type { Actor } from './actor';
import type { Action } from './permissions';

/** Rights by which one sees single incidents, places of the dead, people's homes: each use is in the audit log. */
const SENSITIVE: ReadonlySet<Action> = new Set([
  'incident.view',
  'black_spot.view',
  'premises.view',
  'evidence.view',
]);

/**
 * Writes down that somebody sees what is sensitive, before they see it: once an hour for each right, since a map asks
 * for hundreds of tiles.
 *
 * @param db bound to them.
 */
export async function recordView(db: Db, actor: Actor, action: Action): Promise<void> {
  if (!SENSITIVE.has(action)) return;
  const { jurisdiction, userId } = actor;
  await onceAnHour().run(userId ?? 'public', `view ${jurisdiction} ${action}`, Date.now(), () =>
    record(db, { jurisdiction, by: actor, action }),
  );
}

/**
 * Writes down that somebody was refused what their role may not do, or what is of another jurisdiction; in the log of
 * the jurisdiction that they asked for, once an hour for each right.
 *
 * @param db bound to nobody: they may be nothing there.
 */
export async function recordRefusal(
  db: Db,
  by: Doer,
  jurisdiction: string,
  action: Action,
): Promise<void> {
  if (by.userId === null) return;
  await onceAnHour().run(by.userId, `refused ${jurisdiction} ${action}`, Date.now(), () =>
    record(db, { jurisdiction, by, action, outcome: 'refused' }),
  );
}
