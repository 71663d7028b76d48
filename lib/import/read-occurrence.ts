import { UserError } from '@/lib/user-error';
import type { BoundColumns, CellReader } from './bind-columns';
import type { DateProblem, DateReader } from './date-text';
import type { RejectReason } from './types';

/** Instants in ms UTC. `to` equals `from` for what happened at one time. */
type Occurrence = { from: number | null; to: number | null; reported: number | null };
export type RowProblem = { reason: RejectReason; detail: string };
export type OccurrenceReader = (
  cells: readonly string[],
  rowNumber: number,
) => Occurrence | RowProblem;

/**
 * Reads when a row happened and was reported.
 *
 * @param isRequired whether an empty date is a reject.
 * @param now ms UTC; what lies after it is a future date.
 * @throws {UserError} (from the reader) at a date whose day and month could be either way round.
 */
export function occurrenceReader(
  { starts, ends }: BoundColumns,
  readDate: DateReader,
  { isRequired, now }: { isRequired: boolean; now: number },
): OccurrenceReader {
  const startOf = starts.get('occurred');
  const endOf = ends.get('occurred');
  const reportedOf = starts.get('reported');
  const read = (cell: CellReader | undefined, cells: readonly string[], rowNumber: number) =>
    cell ? readInstant(cell(cells), rowNumber, readDate, now) : null;

  return (cells, rowNumber) => {
    const from = read(startOf, cells, rowNumber);
    if (from === null && isRequired) return { reason: 'no_date', detail: 'the date is empty' };
    if (isProblem(from)) return from;
    const end = read(endOf, cells, rowNumber);
    if (isProblem(end)) return end;
    const reported = read(reportedOf, cells, rowNumber);
    return isProblem(reported) ? reported : ordered(from, end, reported);
  };
}

function ordered(
  from: number | null,
  end: number | null,
  reported: number | null,
): Occurrence | RowProblem {
  if (from !== null && end !== null && end < from) return endBeforeStart(from, end);
  return { from, to: end ?? from, reported };
}

function isProblem(value: number | null | RowProblem): value is RowProblem {
  return typeof value === 'object' && value !== null;
}

/**
 * Reads a date.
 *
 * @param now ms UTC; what lies after it is a future date.
 * @returns ms UTC, null where nothing is said, or why the row is refused.
 * @throws {UserError} at a date whose day and month could be either way round.
 */
export function readInstant(
  text: string,
  rowNumber: number,
  readDate: DateReader,
  now: number,
): number | null | RowProblem {
  const instant = readDate(text);
  if (typeof instant === 'number') {
    return instant <= now ? instant : { reason: 'future_date', detail: `${text} is still to come` };
  }
  return isNothing(text) ? null : dateProblem(instant, text, rowNumber);
}

function isNothing(text: string): boolean {
  return /^\s*(?:null|none|n\/?a|nat|nan|\\n|-+)?\s*$/i.test(text);
}

function dateProblem(problem: DateProblem, text: string, rowNumber: number): RowProblem {
  switch (problem) {
    case 'needs_order':
      throw new UserError(
        `Row ${rowNumber} writes a date as "${text}": add --date-order dmy (day first) or mdy (month first).`,
      );
    case 'two_digit_year':
      return { reason: 'ambiguous_date', detail: `${text}: the year has two digits` };
    case 'unreadable':
      return { reason: 'unreadable_date', detail: `${text} is not a date` };
  }
}

function endBeforeStart(from: number, end: number): RowProblem {
  const [start, stop] = [new Date(from).toISOString(), new Date(end).toISOString()];
  return { reason: 'end_before_start', detail: `it ends at ${stop}, before its start at ${start}` };
}
