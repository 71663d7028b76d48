import { UserError } from '@/lib/user-error';
import type { ImportOptions } from './options';
import { type RowParser, rowParser } from './parse-row';
import { openDelimited } from './read-delimited';
import { openGeoJson } from './read-geojson';
import { openWorkbook } from './read-workbook';

import type { ParsedChunk, ParsedRow, Reject, SourceRow, SourceTable } from './types';

/**
 * Reads a file of rows: .csv, .tsv, .tab, .txt (each also .gz), .geojson, .json, .xlsx.
 *
 * Streams: memory does not grow with the file (but for .xlsx, whose format must be unpacked whole).
 *
 * @throws {UserError} when the file as a whole cannot be read, or does not fit the options.
 */
export async function* parseFile(
  path: string,
  options: ImportOptions,
): AsyncGenerator<ParsedChunk> {
  const table = await openTable(path, options);
  const parseRow = rowParser(table.header, table.hasGeometry, options);
  for await (const batch of table.batches) {
    if (batch.length > 0) yield batch.map((row) => parseOrPass(row, parseRow));
  }
}

export function isReject(row: ParsedRow | Reject): row is Reject {
  return 'reason' in row;
}

function parseOrPass(row: SourceRow | Reject, parseRow: RowParser): ParsedRow | Reject {
  const parsed = 'reason' in row ? row : parseRow(row);
  // Rejects may be kept until the end: a copy of the text does not hold on to the whole block it is a slice of.
  return isReject(parsed) ? { ...parsed, raw: Buffer.from(parsed.raw).toString() } : parsed;
}

function openTable(path: string, { encoding, crs }: ImportOptions): Promise<SourceTable> {
  if (/\.(?:csv|tsv|tab|txt)(?:\.gz)?$/i.test(path)) return openDelimited(path, encoding);
  if (/\.(?:geo)?json(?:\.gz)?$/i.test(path)) return openGeoJson(path, { encoding, crs });
  if (/\.xlsx$/i.test(path)) return openWorkbook(path);
  throw new UserError(
    `${path} has an unknown ending; take .csv, .tsv, .tab or .txt (also .gz), .geojson, or .xlsx.`,
  );
}
