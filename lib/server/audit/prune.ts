import 'server-only';
import type { Database } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import { type PrunedChain, pruneAudit } from '@/db/queries/audit-verify';
import { UsageError } from '@/lib/user-error';
import { record } from './record';

/** 网络安全法 第二十一条: logs are kept for six months at least. */
export const LEAST_MONTHS_KEPT = 6;

/**
 * Drops the months of the audit log of which nothing is younger than so many months; each jurisdiction that loses events
 * is told so in what is kept.
 *
 * @returns what went, by jurisdiction.
 * @throws {UsageError} for fewer months than must be kept.
 */
export async function pruneLog(
  { db }: Database,
  keepMonths: number,
  by: Doer,
): Promise<PrunedChain[]> {
  if (keepMonths < LEAST_MONTHS_KEPT)
    throw new UsageError(`the audit log is kept for ${LEAST_MONTHS_KEPT} months at least`);
  return db.transaction().execute(async (transaction) => {
    const pruned = await pruneAudit(transaction, keepMonths);
    for (const { jurisdiction, events, anchor } of pruned)
      await record(transaction, {
        jurisdiction: jurisdiction === NO_JURISDICTION ? null : jurisdiction,
        by,
        action: 'audit.prune',
        parameters: { keepMonths, events, anchor },
      });
    return pruned;
  });
}

/** The log of what belongs to no jurisdiction. */
const NO_JURISDICTION = 'none';
