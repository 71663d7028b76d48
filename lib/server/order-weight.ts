import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Actor } from './access/actor';
import { enqueue } from './jobs/enqueue';
import { lockKindVersion, type NewWeight } from './kind-settings';

/**
 * Asks for another weight of a kind, by a job.
 *
 * @returns the job's id.
 * @throws {ConflictError} where the kind has changed since.
 */
export function orderWeight(db: Db, actor: Actor, order: NewWeight): Promise<string> {
  return inTransaction(db, async (transaction) => {
    await lockKindVersion(transaction, actor.jurisdiction, order.kind, order.version);
    return (await enqueue(transaction, actor, { kind: 'kind-weight', payload: order })).id;
  });
}
