import { UserError } from '@/lib/user-error';
import type { ColumnMap } from './column-map';
import { joinDateAndTime } from './date-text';

/** Takes one target's text out of a row's cells. */
export type CellReader = (cells: readonly string[]) => string;

/** What feeds each target; `ends` holds the second halves of intervals (`a..b`). */
export type BoundColumns = {
  starts: ReadonlyMap<string, CellReader>;
  ends: ReadonlyMap<string, CellReader>;
};

const COMMON_NAMES = new Set(['occurred', 'reported', 'lon', 'lat', 'x', 'y', 'kind', 'id']);

/**
 * Finds the mapped columns in a header. With no map, columns named exactly like the targets are taken.
 *
 * @param fields the targets that the subject has of its own.
 * @throws {UserError} for a column that the file has not, or has twice.
 */
export function bindColumns(
  columns: ColumnMap,
  header: readonly string[],
  fields: readonly string[],
): BoundColumns {
  const starts = new Map<string, CellReader>();
  const ends = new Map<string, CellReader>();
  for (const [target, text] of columns.size > 0 ? columns : columnsByName(header, fields)) {
    const [start = '', end] = header.includes(text) ? [text] : text.split('..');
    starts.set(target, bindJoined(start, header));
    if (end !== undefined) ends.set(target, bindJoined(end, header));
  }
  return { starts, ends };
}

function columnsByName(header: readonly string[], fields: readonly string[]): ColumnMap {
  const isTarget = (name: string) => COMMON_NAMES.has(name) || fields.includes(name);
  return new Map(header.filter(isTarget).map((name) => [name, name]));
}

/** `date+time` names two columns, unless one column is really called that. */
function bindJoined(text: string, header: readonly string[]): CellReader {
  if (header.includes(text)) return bindOne(text, header);
  const [date = '', time, ...others] = text.split('+');
  if (time === undefined || others.length > 0) return bindOne(text, header);
  const dateOf = bindOne(date, header);
  const timeOf = bindOne(time, header);
  return (cells) => joinDateAndTime(dateOf(cells), timeOf(cells));
}

function bindOne(text: string, header: readonly string[]): CellReader {
  const name = text.trim();
  const index = header.indexOf(name);
  if (index < 0) throw new UserError(missingColumn(name, header));
  if (header.lastIndexOf(name) !== index) {
    throw new UserError(`Two columns are called "${name}". Rename one of them in the file.`);
  }
  return (cells) => cells[index] ?? '';
}

function missingColumn(name: string, header: readonly string[]): string {
  const near = header.filter((column) => isNear(column, name));
  const meant = near.length > 0 ? ` Did you mean ${quoted(near)}?` : '';
  const shown = quoted(header.slice(0, 60)) + (header.length > 60 ? ', …' : '');
  return `The file has no column "${name}".${meant} It has: ${shown}.`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name.slice(0, 80)}"`).join(', ');
}

/** The same but for case and punctuation, or at most two letters away, or one within the other. */
function isNear(column: string, name: string): boolean {
  const [left, right] = [plain(column), plain(name)];
  if (left === '' || right === '') return false;
  if (left.includes(right) || right.includes(left)) return true;
  return Math.abs(left.length - right.length) <= 2 && editDistance(left, right) <= 2;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_\-.()]/g, '')
    .slice(0, 80);
}

/** Levenshtein's distance: insertions, deletions and replacements between two words. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
