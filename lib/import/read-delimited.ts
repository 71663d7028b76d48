import { UserError } from '@/lib/user-error';
import { readText } from './read-text';
import {
  completeRecords,
  type DelimitedRecord,
  type Delimiter,
  findLineEnd,
  guessDelimiter,
  type LineEnd,
} from './record';
import type { Reject, SourceRow, SourceTable } from './types';

const LONGEST_RECORD = 1 << 20;

/**
 * Opens a delimited file (.csv, .tsv, .tab, .txt, each also .gz).
 *
 * @throws {UserError} for a file without a header or rows, a quote never closed, a record over 1 MB.
 */
export async function openDelimited(path: string, encoding?: string): Promise<SourceTable> {
  const records = readRecords(path, encoding);
  const first = await records.next();
  const header = first.done ? undefined : first.value[0];
  if (!header || first.done) throw new UserError(`${path} is empty.`);
  if (!header.cells) {
    throw new UserError(`${path}: the header has text after a closing quote. Mend row 1.`);
  }
  return {
    header: header.cells.map((name) => name.trim()),
    hasGeometry: false,
    batches: readRows(path, first.value.slice(1), records),
  };
}

async function* readRows(
  path: string,
  first: readonly DelimitedRecord[],
  records: AsyncIterable<readonly DelimitedRecord[]>,
): AsyncGenerator<readonly (SourceRow | Reject)[]> {
  let rowNumber = 1;
  let rowCount = 0;
  const rowsOf = (batch: readonly DelimitedRecord[]) => {
    const rows: (SourceRow | Reject)[] = [];
    for (const record of batch) {
      rowNumber += 1;
      // A blank line is no row, but it is counted: a row's number is the one that a spreadsheet shows.
      if (record.raw !== '') rows.push(rowOf(record, rowNumber));
    }
    rowCount += rows.length;
    return rows;
  };
  yield rowsOf(first);
  for await (const batch of records) yield rowsOf(batch);
  if (rowCount === 0) throw new UserError(`${path} has a header but no rows.`);
}

function rowOf({ raw, cells }: DelimitedRecord, rowNumber: number): SourceRow | Reject {
  if (cells) return { rowNumber, cells, raw };
  const detail = 'text after a closing quote; inside a quoted cell a quote is written twice';
  return { rowNumber, reason: 'unreadable_row', detail, raw };
}

/** The records of each block of text; what a block leaves unfinished is put before the next one. */
async function* readRecords(
  path: string,
  encoding: string | undefined,
): AsyncGenerator<readonly DelimitedRecord[]> {
  let rest = '';
  let format: { delimiter: Delimiter; lineEnd: LineEnd } | undefined;
  let count = 0;
  for await (const block of readText(path, encoding)) {
    rest += block;
    format ??= formatOf(path, rest);
    if (format) {
      const { records, next } = completeRecords(rest, format.delimiter, format.lineEnd);
      rest = rest.slice(next);
      count += records.length;
      if (records.length > 0) yield records;
    }
    if (rest.length > LONGEST_RECORD) throw tooLong(path, count + 1, rest);
  }
  if (rest === '') return;
  const { delimiter, lineEnd } = format ?? { delimiter: guessDelimiter(rest), lineEnd: '\n' };
  const { records } = completeRecords(rest + lineEnd, delimiter, lineEnd);
  if (records.length === 0) {
    throw new UserError(`${path}: row ${count + 1} opens a quote that is never closed. Mend it.`);
  }
  yield records;
}

/** The file's format by its header line, as soon as that is complete. */
function formatOf(
  path: string,
  text: string,
): { delimiter: Delimiter; lineEnd: LineEnd } | undefined {
  const lineEnd = findLineEnd(text);
  if (!lineEnd) return undefined;
  const isTabbed = /\.(?:tsv|tab)(?:\.gz)?$/i.test(path);
  const header = text.slice(0, text.indexOf(lineEnd));
  return { delimiter: isTabbed ? '\t' : guessDelimiter(header), lineEnd };
}

function tooLong(path: string, row: number, text: string): UserError {
  const isOpen = text.split('"').length % 2 === 0;
  const cause = isOpen ? 'opens a quote that is not closed within' : 'is longer than';
  return new UserError(`${path}: row ${row} ${cause} 1 MB. Mend that row, or check the file.`);
}
