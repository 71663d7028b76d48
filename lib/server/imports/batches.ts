import 'server-only';
import type { Database, Db } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import { subtractFacts } from '@/db/queries/facts';
import {
  bumpDataVersion,
  deleteBatchCrashes,
  deleteBatchRows,
  findBatch,
  type ImportBatch,
  listBatches,
  lockImports,
  lockPartitions,
  markUndone,
} from '@/db/queries/imports';
import { joinTowns, type PlaceSubject, placeTable } from '@/db/queries/places-load';
import { UserError } from '@/lib/user-error';
import { hostDoer } from '../audit/host-doer';
import { record } from '../audit/record';
import { getJurisdiction } from '../jurisdictions';
import { versionSubject } from './import-rows';

/** The imports of a jurisdiction, latest first. */
export async function listImports({ db }: Database, code: string): Promise<ImportBatch[]> {
  await getJurisdiction(db, code);
  return listBatches(db, code);
}

/**
 * Takes the rows of an import out again, facts included; the batch stays, marked as undone.
 *
 * @returns how many rows went (a road of several lines counts each).
 * @throws {UserError} where the jurisdiction has no such batch, or it is undone already.
 */
export async function undoImport(
  { db }: Database,
  code: string,
  id: string,
  by: Doer = hostDoer(),
): Promise<number> {
  await getJurisdiction(db, code);
  return db.transaction().execute(async (transaction) => {
    await lockImports(transaction, code);
    await lockPartitions(transaction, false);
    const batch = /^[0-9]{1,18}$/.test(id) ? await findBatch(transaction, code, id) : undefined;
    if (!batch)
      throw new UserError(
        `jurisdiction ${code} has no import ${id}: see \`zhantu import list --jurisdiction ${code}\``,
      );
    if (batch.undoneAt)
      throw new UserError(`import ${id} was undone already, on ${batch.undoneAt.toISOString()}`);
    const deleted = await remove(transaction, code, batch);
    await markUndone(transaction, code, id);
    if (deleted > 0) await bumpDataVersion(transaction, code, versionSubject(subjectOf(batch)));
    await record(transaction, {
      jurisdiction: code,
      by,
      action: 'import.undo',
      subject: id,
      parameters: { subject: batch.subject, fileName: batch.fileName, rows: deleted },
    });
    return deleted;
  });
}

async function remove(db: Db, code: string, batch: ImportBatch): Promise<number> {
  const subject = subjectOf(batch);
  if (subject === 'incidents' || subject === 'crashes') {
    await subtractFacts(db, code, batch.id);
    await deleteBatchCrashes(db, code, batch.id);
    return deleteBatchRows(db, 'incident', code, batch.id);
  }
  const deleted = await deleteBatchRows(db, placeTable(subject), code, batch.id);
  // What lay in a town that went may lie in another that stayed.
  if (subject === 'towns') await joinTowns(db, code);
  return deleted;
}

function subjectOf({ subject }: ImportBatch): PlaceSubject | 'incidents' | 'crashes' {
  // The table's check allows no other.
  return subject as PlaceSubject | 'incidents' | 'crashes';
}
