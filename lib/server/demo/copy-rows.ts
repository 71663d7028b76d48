import type { Session } from '@/db/client';
import { copyLine } from '@/db/sql/copy-text';

type Value = string | number | boolean | null;

const CHUNK_CHARACTERS = 1 << 20;

/** Loads rows by COPY: each row holds its values under the names of the columns. */
export async function copyRows<Column extends string>(
  session: Session,
  table: string,
  columns: readonly Column[],
  rows: Iterable<Record<Column, Value>>,
): Promise<void> {
  await session.copyFrom(table, columns, chunks(columns, rows));
}

async function* chunks<Column extends string>(
  columns: readonly Column[],
  rows: Iterable<Record<Column, Value>>,
): AsyncGenerator<string> {
  let text = '';
  for (const row of rows) {
    text += copyLine(columns.map((column) => row[column]));
    if (text.length < CHUNK_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}
