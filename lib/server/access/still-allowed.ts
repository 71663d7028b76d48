import 'server-only';
import { outageOf } from '@/db/outage';
import { type Action, can } from './permissions';
import { actorFor } from './request-actor';

/**
 * Whether whoever sent these headers may still do something: for answers that go on after their session may have ended.
 * While the database cannot be asked, nothing changes: it tells nothing either.
 */
export function isStillAllowed(
  headers: Headers,
  jurisdiction: string,
  action: Action,
): Promise<boolean> {
  return actorFor(headers, jurisdiction).then(
    (actor) => can(actor, action),
    (error: unknown) => outageOf(error) !== undefined,
  );
}
