import 'server-only';
import type { Database } from '@/db/client';
import { rebuildFacts } from '@/db/queries/facts';
import { bumpDataVersion, lockImports } from '@/db/queries/imports';
import { getJurisdiction } from './jurisdictions';

/**
 * Counts the facts of a jurisdiction anew from its incidents.
 *
 * @returns how many rows the facts have.
 */
export async function rebuildJurisdictionFacts({ db }: Database, code: string): Promise<number> {
  await getJurisdiction(db, code);
  return db.transaction().execute(async (transaction) => {
    await lockImports(transaction, code);
    const rows = await rebuildFacts(transaction, code);
    await bumpDataVersion(transaction, code, 'incidents');
    return rows;
  });
}
