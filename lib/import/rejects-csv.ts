import type { Reject } from './types';

/** The first line of a rejects file; the mark lets spreadsheets read it as UTF-8. */
export const REJECTS_CSV_HEADER = '\uFEFFrow,reason,detail,raw\r\n';

/**
 * One line of a rejects file. The row's text stands as it was: a `raw` that begins with = is shown for what it
 * is, inside quotes; whoever opens the file in a spreadsheet should import that column as text.
 */
export function rejectCsvLine({ rowNumber, reason, detail, raw }: Reject): string {
  return `${[String(rowNumber), reason, detail, raw].map(csvCell).join(',')}\r\n`;
}

/** Quoted where RFC 4180 asks for it, and where a leading or trailing blank would be lost. */
export function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
