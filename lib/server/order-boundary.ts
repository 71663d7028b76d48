import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Actor } from './access/actor';
import { ForbiddenError } from './access/permissions';
import { checkArea, type NewBoundary } from './change-boundary';
import { enqueue } from './jobs/enqueue';
import { lockVersion } from './jurisdiction-settings';
import { getJurisdiction } from './jurisdictions';

/**
 * Who is bound to towns sees the figures of these only, and may not settle for all.
 *
 * @throws {ForbiddenError}
 */
export function requireAllTowns({ jurisdiction, towns }: Actor): void {
  if (towns !== null)
    throw new ForbiddenError(
      `you are bound to towns: ${jurisdiction} is for administrators of all`,
      'ALL_TOWNS_NEEDED',
    );
}

/**
 * Asks for a change of the boundary, by a job.
 *
 * @returns the job's id.
 * @throws {ConflictError} where the jurisdiction has changed since; {UserError} where the boundary cannot be its own.
 */
export function orderBoundary(db: Db, actor: Actor, order: NewBoundary): Promise<string> {
  return inTransaction(db, async (transaction) => {
    await lockVersion(transaction, actor.jurisdiction, order.version);
    const jurisdiction = await getJurisdiction(transaction, actor.jurisdiction);
    await checkArea(transaction, jurisdiction, order.polygons);
    return (await enqueue(transaction, actor, { kind: 'boundary', payload: order })).id;
  });
}
