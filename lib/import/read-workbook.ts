import { open } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import { UserError } from '@/lib/user-error';
import { readFileError } from './read-text';
import { csvCell } from './rejects-csv';
import type { SourceRow, SourceTable } from './types';

/** A workbook is unpacked whole: ten times its size in memory. */
const LARGEST_BYTES = 24 * 1024 * 1024;
const BATCH_ROWS = 1000;

/**
 * Opens the first sheet of an .xlsx workbook; its first row is the header.
 *
 * @throws {UserError} for what is no workbook, is too large, or has no rows.
 */
export async function openWorkbook(path: string): Promise<SourceTable> {
  const [headerCells, ...rows] = await readCells(path);
  const header = (headerCells ?? []).map((cell) => cellText(cell).trim());
  if (header.every((name) => name === '')) throw new UserError(`${path} has no header row.`);
  if (rows.length === 0) throw new UserError(`${path} has a header but no rows.`);
  return { header, hasGeometry: false, batches: readRows(rows, header.length) };
}

async function readCells(path: string): Promise<readonly (readonly unknown[])[]> {
  await refuseOther(path);
  try {
    return await readSheet(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserError(
      `${path} is not a sound .xlsx workbook. Save it again, or save it as .csv.`,
    );
  }
}

/** Looks at the first bytes before a library unpacks the rest. */
async function refuseOther(path: string): Promise<void> {
  const file = await open(path).catch((error: unknown) => {
    throw readFileError(error, path);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4);
    const { size } = await file.stat();
    if (bytesRead === 0) throw new UserError(`${path} is empty.`);
    if (buffer.toString('hex') !== '504b0304') {
      throw new UserError(`${path} is not an .xlsx workbook. Save it as .xlsx or .csv.`);
    }
    if (size > LARGEST_BYTES) {
      throw new UserError(
        `${path} is larger than 24 MB. Save it as .csv: that is read in a stream.`,
      );
    }
  } catch (error) {
    throw readFileError(error, path);
  } finally {
    await file.close();
  }
}

async function* readRows(
  rows: readonly (readonly unknown[])[],
  width: number,
): AsyncGenerator<readonly SourceRow[]> {
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    const batch = rows.slice(start, start + BATCH_ROWS).map((row, index) => {
      const cells = row.map(cellText);
      // A sheet stores no empty cells at a row's end.
      while (cells.length < width) cells.push('');
      return { rowNumber: start + index + 2, cells, raw: cells.map(csvCell).join(',') };
    });
    yield batch.filter(({ cells }) => cells.some((cell) => cell !== ''));
  }
}

function cellText(value: unknown): string {
  if (value instanceof Date) return dateText(value);
  return value === null || value === undefined ? '' : String(value);
}

/** A sheet's dates have no zone: they come as UTC and are meant as local time. A time alone is of its day 0. */
function dateText(date: Date): string {
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000);
  if (Number.isNaN(rounded.getTime())) return 'NaN';
  const [day = '', time = ''] = rounded.toISOString().slice(0, 19).split('T');
  if (rounded.getUTCFullYear() < 1901) return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}
