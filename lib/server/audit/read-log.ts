import 'server-only';
import type { Db } from '@/db/client';
import { type ListedEvent, listAudit } from '@/db/queries/audit';
import { ProblemError } from '@/lib/http/problem';
import { csvCell } from '@/lib/import/rejects-csv';
import type { AuditQuery } from '@/lib/validation/audit';

const EVENTS_A_PAGE = 50;
/** More would be a file that nobody reads, and a statement that everybody waits for. */
const MOST_EXPORTED = 50_000;

export type LogPage = {
  readonly events: readonly ListedEvent[];
  /** What to ask for to go on; null at the end. */
  readonly next: string | null;
};

/** A page of a jurisdiction's audit log, latest events first. */
export async function readLogPage(
  db: Db,
  query: AuditQuery,
  { timezone, before }: { timezone: string; before: string | undefined },
): Promise<LogPage> {
  const [at = '', sequence = ''] = before?.split('_') ?? [];
  const filter = { ...query, timezone, ...(before && { before: { at, sequence } }) };
  const events = await listAudit(db, { ...filter, limit: EVENTS_A_PAGE + 1 });
  const shown = events.slice(0, EVENTS_A_PAGE);
  const last = shown.at(-1);
  const hasMore = events.length > EVENTS_A_PAGE;
  return { events: shown, next: hasMore && last ? `${last.at}_${last.sequence}` : null };
}

const COLUMNS = [
  'at',
  'sequence',
  'username',
  'name',
  'role',
  'action',
  'subject',
  'parameters',
  'outcome',
  'address',
  'requestId',
  'hash',
] as const satisfies readonly (keyof ListedEvent)[];

/**
 * A jurisdiction's audit log as CSV, latest events first.
 *
 * @throws {ProblemError} 400 where there are too many.
 */
export async function exportLog(db: Db, query: AuditQuery, timezone: string): Promise<string> {
  const events = await listAudit(db, { ...query, timezone, limit: MOST_EXPORTED + 1 });
  if (events.length > MOST_EXPORTED)
    throw new ProblemError(400, `more than ${MOST_EXPORTED} events: choose fewer days`);
  const lines = events.map((event) =>
    COLUMNS.map((column) => csvCell(safe(event[column]))).join(','),
  );
  // Spreadsheets take UTF-8 for what it is where it begins with this mark.
  return `\uFEFF${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/** What begins like a formula would be one to a spreadsheet: a user name is somebody else's text. */
function safe(value: string | Record<string, unknown> | null): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
