import { UsageError } from '@/lib/user-error';

/** Which columns feed a target, by target: `occurred` → the text `date+time`. */
export type ColumnMap = ReadonlyMap<string, string>;

/**
 * Reads the text of --columns: `occurred=date,lon=longitude`. A column name with a comma is put in double quotes.
 *
 * @returns a map that is empty when no text was given: columns named like the targets are taken then.
 * @throws {UsageError}
 */
export function readColumnMap(text: string | undefined): ColumnMap {
  const columns = new Map<string, string>();
  if (text === undefined) return columns;
  for (const part of splitOutsideQuotes(text)) {
    const [, target, column] = /^\s*([A-Za-z_]\w*)\s*=\s*(.+?)\s*$/s.exec(part) ?? [];
    if (target === undefined || column === undefined) {
      throw new UsageError(
        `--columns takes TARGET=COLUMN pairs, as in occurred=date,lon=longitude; "${part.trim()}" is not one.`,
      );
    }
    if (columns.has(target)) throw new UsageError(`--columns gives ${target} twice.`);
    columns.set(target, unquoted(column));
  }
  return columns;
}

function splitOutsideQuotes(text: string): readonly string[] {
  const parts = text.match(/(?:"(?:[^"]|"")*"|[^,"])+/g) ?? [];
  if (parts.join(',') !== text) {
    throw new UsageError(`--columns "${text}" has an empty part or a quote that is not closed.`);
  }
  return parts;
}

function unquoted(column: string): string {
  return /^"(?:[^"]|"")*"$/.test(column) ? column.slice(1, -1).replaceAll('""', '"') : column;
}
