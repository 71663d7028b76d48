import 'server-only';
import type { Db } from '@/db/client';
import { DEMO_CODE } from './demo-jurisdiction';

export type DemoSubject = 'incidents' | 'crashes' | 'hazards' | 'premises';

/** The batch that demo rows of a subject belong to; its row count is set when they are in. */
export async function openDemoBatch(
  db: Db,
  subject: DemoSubject,
  options: Record<string, unknown>,
): Promise<string> {
  const { id } = await db
    .insertInto('import_batch')
    .values({
      jurisdiction: DEMO_CODE,
      subject,
      file_name: 'demo',
      options: JSON.stringify(options),
      rows_read: 0,
      rows_accepted: 0,
      rows_rejected: 0,
      rows_known: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function closeDemoBatch(db: Db, id: string, rows: number): Promise<void> {
  await db
    .updateTable('import_batch')
    .set({ rows_read: rows, rows_accepted: rows })
    .where('jurisdiction', '=', DEMO_CODE)
    .where('id', '=', id)
    .execute();
}
