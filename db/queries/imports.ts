import { sql } from 'kysely';
import type { Db } from '../client';

export type ImportBatch = {
  id: string;
  subject: string;
  fileName: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  rowsKnown: number;
  createdAt: Date;
  undoneAt: Date | null;
};

export type RejectedRow = { rowNumber: number; reason: string; detail: string; raw: string };

/** First part of the key of our advisory locks; the second is the jurisdiction, or 0 for the partitions of all. */
const LOCK_SPACE = 7_301;
const PARTITIONS = 0;

/** One import or undo of a jurisdiction at a time: waits for the one before. Held until the transaction ends. */
export async function lockImports(db: Db, code: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK_SPACE}::int, ${code}::int)`.execute(db);
}

/**
 * Taken before the first write to tables that imports share. Alone where partitions are made: ATTACH locks tables that
 * other imports write, and two that wait for each other would be broken by the database.
 */
export async function lockPartitions(db: Db, isMaking: boolean): Promise<void> {
  const take = sql.raw(isMaking ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await sql`SELECT ${take}(${LOCK_SPACE}::int, ${PARTITIONS}::int)`.execute(db);
}

/** Draws the id of a batch before its row is written: see {@link insertBatch}. */
export async function nextBatchId(db: Db): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    SELECT nextval(pg_get_serial_sequence('import_batch', 'id'))::text AS id
  `.execute(db);
  return rows[0]?.id ?? '';
}

/** Writes a batch under an id that {@link nextBatchId} drew. */
export async function insertBatch(
  db: Db,
  code: string,
  batch: Omit<ImportBatch, 'createdAt' | 'undoneAt'> & { options: Record<string, unknown> },
): Promise<void> {
  await sql`
    INSERT INTO import_batch (jurisdiction, id, subject, file_name, options,
      rows_read, rows_accepted, rows_rejected, rows_known)
    OVERRIDING SYSTEM VALUE
    VALUES (${code}, ${batch.id}::bigint, ${batch.subject}, ${batch.fileName}, ${JSON.stringify(batch.options)}::jsonb,
      ${batch.rowsRead}::int, ${batch.rowsAccepted}::int, ${batch.rowsRejected}::int, ${batch.rowsKnown}::int)
  `.execute(db);
}

/** How many rows stand in `refused`, by reason. */
export async function countRefused(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ reason: string; count: number }>`
    SELECT reason, count(*)::int AS count FROM refused GROUP BY reason ORDER BY count DESC, reason
  `.execute(db);
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

/** Keeps the rows of `refused` with their batch. */
export async function keepRefused(db: Db, code: string, batchId: string): Promise<void> {
  await sql`
    INSERT INTO import_reject (jurisdiction, batch_id, row_number, reason, detail, raw)
    SELECT ${code}, ${batchId}::bigint, row_number, reason, detail, raw FROM refused
  `.execute(db);
}

/** A page of `refused` in the file's order, after a row number. */
export async function pageOfRefused(db: Db, after: number, limit: number): Promise<RejectedRow[]> {
  const { rows } = await sql<RejectedRow>`
    SELECT row_number AS "rowNumber", reason, detail, raw FROM refused
    WHERE row_number > ${after}::int ORDER BY row_number LIMIT ${limit}::int
  `.execute(db);
  return rows;
}

/** The batches of a jurisdiction, latest first. */
export function listBatches(db: Db, code: string): Promise<ImportBatch[]> {
  return batchesQuery(db, code).orderBy('import_batch.id', 'desc').execute();
}

/** One batch; undefined where the jurisdiction has none of that id. */
export function findBatch(db: Db, code: string, id: string): Promise<ImportBatch | undefined> {
  return batchesQuery(db, code).where('import_batch.id', '=', id).executeTakeFirst();
}

function batchesQuery(db: Db, code: string) {
  return db
    .selectFrom('import_batch')
    .where('jurisdiction', '=', code)
    .select([
      'import_batch.id',
      'subject',
      'file_name as fileName',
      'rows_read as rowsRead',
      'rows_accepted as rowsAccepted',
      'rows_rejected as rowsRejected',
      'rows_known as rowsKnown',
      'created_at as createdAt',
      'undone_at as undoneAt',
    ]);
}

/** Notes that a batch's rows have been taken out again. */
export async function markUndone(db: Db, code: string, id: string): Promise<void> {
  await db
    .updateTable('import_batch')
    .set({ undone_at: sql`now()` })
    .where('jurisdiction', '=', code)
    .where('id', '=', id)
    .execute();
}

/**
 * Deletes the rows that a batch brought into a table.
 *
 * @returns how many.
 */
export async function deleteBatchRows(
  db: Db,
  table: 'incident' | 'hazard' | 'premises' | 'road_segment' | 'town' | 'grid',
  code: string,
  batchId: string,
): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM ${sql.table(table)} WHERE jurisdiction = ${code} AND batch_id = ${batchId}::bigint
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Deletes the crash details of a batch's incidents, as a set; a cascade would go row by row. */
export async function deleteBatchCrashes(db: Db, code: string, batchId: string): Promise<void> {
  await sql`
    DELETE FROM crash USING incident
    WHERE incident.jurisdiction = ${code} AND incident.batch_id = ${batchId}::bigint
      AND crash.jurisdiction = ${code} AND crash.month = incident.month AND crash.incident_id = incident.id
  `.execute(db);
}

/** Counts a change of a subject; in the transaction that makes it. */
export async function bumpDataVersion(db: Db, code: string, subject: string): Promise<void> {
  await sql`SELECT bump_data_version(${code}, ${subject})`.execute(db);
}
