import 'server-only';
import type { Database } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import { rebuildFacts } from '@/db/queries/facts';
import { bumpDataVersion, lockImports } from '@/db/queries/imports';
import { hostDoer } from './audit/host-doer';
import { record } from './audit/record';
import { getJurisdiction } from './jurisdictions';

/**
 * Counts the facts of a jurisdiction anew from its incidents.
 *
 * @returns how many rows the facts have.
 */
export async function rebuildJurisdictionFacts(
  { db }: Database,
  code: string,
  by: Doer = hostDoer(),
): Promise<number> {
  await getJurisdiction(db, code);
  return db.transaction().execute(async (transaction) => {
    await lockImports(transaction, code);
    const rows = await rebuildFacts(transaction, code);
    await bumpDataVersion(transaction, code, 'incidents');
    const parameters = { rows };
    await record(transaction, { jurisdiction: code, by, action: 'facts.rebuild', parameters });
    return rows;
  });
}
