import { UserError } from '@/lib/user-error';
import { type BoundColumns, bindColumns, type CellReader } from './bind-columns';
import { dateReader } from './date-text';
import { FIELDS } from './fields';
import type { ImportOptions } from './options';
import { dateFieldsReader } from './read-date-fields';
import { occurrenceReader, type RowProblem } from './read-occurrence';
import { placeReader } from './read-place';
import { featurePlace, shapeReader } from './read-shape';
import type { ImportSubject, ParsedRow, Reject, SourceRow } from './types';
import { zoneClock } from './zone-clock';

type Fields = Record<string, string>;
export type RowParser = (row: SourceRow) => ParsedRow | Reject;

/** Targets that have a property of their own in a parsed row. */
const OWN_TARGETS = new Set(['occurred', 'reported', 'lon', 'lat', 'x', 'y', 'kind', 'id']);
const POINT_SUBJECTS = new Set<ImportSubject>(['incidents', 'crashes', 'hazards', 'premises']);
const DATED_SUBJECTS = new Set<ImportSubject>(['incidents', 'crashes']);
const NO_FIELDS: Fields = {};

/**
 * Makes the parser of one file's rows.
 *
 * @throws {UserError} when the options do not fit the header.
 */
export function rowParser(
  header: readonly string[],
  hasGeometry: boolean,
  options: ImportOptions,
): RowParser {
  const bound = bindColumns(options.columns, header, FIELDS[options.subject]);
  requireTargets(bound, header, hasGeometry, options);
  const readWhen = occurrenceReader(
    bound,
    dateReader(zoneClock(options.timezone), options.dateOrder),
    {
      isRequired: DATED_SUBJECTS.has(options.subject),
      now: options.now,
    },
  );
  const readWhere = whereReader(bound, options);
  const kindOf = textReader('kind', bound, options);
  const idOf = textReader('id', bound, options);
  const readFields = fieldsReader(bound, options);
  const lacksKind = (kind: string | null) => options.subject === 'incidents' && kind === null;

  return (row) => {
    const { rowNumber, raw } = row;
    const problem = brokenCells(row, header.length);
    if (problem) return reject(row, problem);
    const when = readWhen(row.cells, rowNumber);
    if ('reason' in when) return reject(row, when);
    const where = readWhere(row);
    if ('reason' in where) return reject(row, where);
    const kind = kindOf(row.cells);
    if (lacksKind(kind)) return reject(row, NO_KIND);
    const read = readFields(row);
    if ('reason' in read) return reject(row, read);
    const parsed: ParsedRow = {
      rowNumber,
      raw,
      sourceId: idOf(row.cells),
      kind,
      occurredFrom: when.from,
      occurredTo: when.to,
      reportedAt: when.reported,
      x: where.x,
      y: where.y,
      fields: read.fields,
    };
    if (where.geometry) parsed.geometry = where.geometry;
    return parsed;
  };
}

const NO_KIND: RowProblem = { reason: 'no_kind', detail: 'the kind is empty' };

function reject({ rowNumber, raw }: SourceRow, { reason, detail }: RowProblem): Reject {
  return { rowNumber, reason, detail, raw };
}

function brokenCells({ cells, raw }: SourceRow, count: number): RowProblem | undefined {
  // One empty cell too many is a delimiter at the line's end: nothing can have moved.
  const isTrailing = cells.length === count + 1 && cells[count] === '';
  if (cells.length !== count && !isTrailing) {
    const detail = `${cells.length} cells where the header has ${count}`;
    return { reason: 'wrong_cell_count', detail };
  }
  return raw.includes('\0') ? { reason: 'unreadable_text', detail: 'a NUL character' } : undefined;
}

type Where = Pick<ParsedRow, 'x' | 'y' | 'geometry'>;

function whereReader(
  bound: BoundColumns,
  options: ImportOptions,
): (row: SourceRow) => Where | RowProblem {
  const fromCells = placeReader(bound, options);
  if (fromCells) return ({ cells }) => fromCells(cells);
  if (POINT_SUBJECTS.has(options.subject)) return ({ geometry }) => featurePlace(geometry, options);
  return shapeReader(options);
}

/** A target's text from its column or its constant; null where empty. */
function textReader(
  target: string,
  { starts }: BoundColumns,
  { constants }: ImportOptions,
): (cells: readonly string[]) => string | null {
  const constant = constants.get(target);
  if (constant !== undefined) return () => constant;
  const read = starts.get(target);
  return (cells) => read?.(cells).trim() || null;
}

function fieldsReader(
  bound: BoundColumns,
  options: ImportOptions,
): (row: SourceRow) => { fields: Fields } | RowProblem {
  const textOf = fieldTextReader(bound, options);
  const readDates = dateFieldsReader(options);
  if (!readDates) return ({ cells }) => ({ fields: textOf(cells) });
  return ({ cells, rowNumber }) => readDates(textOf(cells), rowNumber);
}

function fieldTextReader(
  { starts }: BoundColumns,
  { constants }: ImportOptions,
): (cells: readonly string[]) => Fields {
  const fixed = [...constants].filter(([target]) => !OWN_TARGETS.has(target));
  const read: [string, CellReader][] = [...starts].filter(([target]) => !OWN_TARGETS.has(target));
  if (read.length === 0) {
    const fields = fixed.length === 0 ? NO_FIELDS : Object.fromEntries(fixed);
    return () => fields;
  }
  return (cells) => {
    const fields: Fields = Object.fromEntries(fixed);
    for (const [target, cell] of read) fields[target] = cell(cells).trim();
    return fields;
  };
}

function requireTargets(
  { starts }: BoundColumns,
  header: readonly string[],
  hasGeometry: boolean,
  { subject, constants }: ImportOptions,
): void {
  const has = (target: string) => starts.has(target) || constants.has(target);
  const columns = `The file's columns are: ${header.slice(0, 60).join(', ')}.`;
  if (!hasGeometry && !POINT_SUBJECTS.has(subject)) {
    throw new UserError(`${subject} need shapes: give a .geojson file.`);
  }
  if (
    !hasGeometry &&
    !(starts.has('lon') && starts.has('lat')) &&
    !(starts.has('x') && starts.has('y'))
  ) {
    throw new UserError(`Say where the coordinates are: --columns lon=…,lat=… . ${columns}`);
  }
  if (DATED_SUBJECTS.has(subject) && !starts.has('occurred')) {
    throw new UserError(`Say where the date is: --columns occurred=… . ${columns}`);
  }
  if (subject === 'incidents' && !has('kind')) {
    throw new UserError(`Say the kind: --columns kind=… or --const kind=NAME. ${columns}`);
  }
}
