import { STAGED_COLUMNS } from '@/db/queries/import-staging';
import type { BinaryTuples } from '@/db/sql/copy-binary';
import { contentHash, jsonbText, type RowContent } from './content-hash';
import type { Refusal } from './subject-values';

type AcceptedRow = RowContent & {
  rowNumber: number;
  raw: string;
  /** First day of the local month, in days since 1970-01-01; null where the subject has none. */
  monthDay: number | null;
  /** Rows are stored in the order of their ranks. */
  rank: number;
};

/** Of a refused row only its number, reason, detail and text are staged. */
const BLANK_COLUMNS = STAGED_COLUMNS.length - 4;

/** Writes a row for the staging table, in the order of its columns. */
export function writeAccepted(tuples: BinaryTuples, row: AcceptedRow, srid: number): void {
  tuples.begin(STAGED_COLUMNS.length, row.rank);
  tuples.int4(row.rowNumber);
  tuples.text(null);
  tuples.text(null);
  tuples.text(row.raw);
  tuples.text(row.sourceId);
  tuples.text(row.kind);
  tuples.date(row.monthDay);
  tuples.timestamptz(row.occurredFrom);
  tuples.timestamptz(row.occurredTo);
  tuples.timestamptz(row.reportedAt);
  tuples.float8(row.x);
  tuples.float8(row.y);
  tuples.text(row.origin);
  tuples.jsonb(row.details && jsonbText(row.details));
  tuples.jsonb(row.attributes && jsonbText(row.attributes));
  tuples.text(row.shape);
  tuples.uuid(contentHash(row, srid));
}

export function writeRefused(
  tuples: BinaryTuples,
  { rowNumber, raw }: { rowNumber: number; raw: string },
  { reason, detail }: Refusal,
): void {
  tuples.begin(STAGED_COLUMNS.length);
  tuples.int4(rowNumber);
  tuples.text(reason);
  tuples.text(clean(detail));
  tuples.text(clean(raw));
  for (let column = 0; column < BLANK_COLUMNS; column++) tuples.text(null);
}

/** Text that PostgreSQL can hold, for what is only shown. */
function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
