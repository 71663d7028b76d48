const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * One row in COPY's text format, newline included.
 *
 * @throws {RangeError} for U+0000, which PostgreSQL cannot hold in text.
 * @see https://www.postgresql.org/docs/15/sql-copy.html "Text Format"
 */
export function copyLine(values: readonly (string | number | boolean | null)[]): string {
  let line = '';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) line += '\t';
    line += copyValue(values[index] ?? null);
  }
  return `${line}\n`;
}

function copyValue(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  if (value.includes('\0')) throw new RangeError('text holds the character U+0000');
  // The test first: few values need escaping, and replace() costs even where nothing matches.
  return /[\\\t\n\r]/.test(value)
    ? value.replace(/[\\\t\n\r]/g, (match) => ESCAPES[match] ?? match)
    : value;
}
