import { UsageError } from '@/lib/user-error';
import { type ColumnMap, readColumnMap } from './column-map';
import { IMPORT_SUBJECTS, type ImportSubject } from './types';
import { isTimezone } from './zone-clock';

export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export const DATUMS = ['wgs84', 'gcj02', 'bd09', 'cgcs2000'] as const;
export type Datum = (typeof DATUMS)[number];

export type ImportOptions = {
  subject: ImportSubject;
  columns: ColumnMap;
  /** Values that hold for every row, by target: `kind` → `assault`. */
  constants: ReadonlyMap<string, string>;
  /** EPSG code of the file's coordinates; undefined means longitude and latitude. */
  crs: number | undefined;
  dateOrder: DateOrder | undefined;
  datum: Datum;
  /** A label that TextDecoder knows; undefined means UTF-8, or UTF-16 by its mark. */
  encoding: string | undefined;
  /** IANA name; dates without an offset are in it. */
  timezone: string;
  /** ms UTC; what lies after it is a future date. */
  now: number;
};

/** The options as somebody typed them. */
export type ImportOptionTexts = {
  subject: string;
  columns?: string | undefined;
  constants?: readonly string[] | undefined;
  crs?: string | undefined;
  dateOrder?: string | undefined;
  datum?: string | undefined;
  encoding?: string | undefined;
  timezone: string;
};

/**
 * Checks the options of an import.
 *
 * @param now ms UTC.
 * @throws {UsageError} that says which option is wrong and what would be right.
 */
export function readImportOptions(texts: ImportOptionTexts, now: number): ImportOptions {
  const options: ImportOptions = {
    subject: oneOf(IMPORT_SUBJECTS, texts.subject, 'Import'),
    columns: readColumnMap(texts.columns),
    constants: readConstants(texts.constants ?? []),
    crs: readCrs(texts.crs),
    dateOrder: texts.dateOrder && oneOf(DATE_ORDERS, texts.dateOrder, '--date-order'),
    datum: oneOf(DATUMS, texts.datum ?? 'wgs84', '--datum'),
    encoding: readEncoding(texts.encoding),
    timezone: readTimezone(texts.timezone),
    now,
  } as ImportOptions;
  refuseContradictions(options);
  return options;
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  text: string,
  what: string,
): Choice {
  const found = choices.find((choice) => choice === text.trim().toLowerCase());
  if (found === undefined) {
    throw new UsageError(`${what} takes ${choices.join(', ')}; "${text}" is none of them.`);
  }
  return found;
}

function readConstants(texts: readonly string[]): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const target = text.slice(0, Math.max(equals, 0)).trim();
    const value = text.slice(equals + 1).trim();
    if (target === '' || value === '') {
      throw new UsageError(`--const takes NAME=VALUE, as in kind=assault; "${text}" is not that.`);
    }
    if (constants.has(target)) throw new UsageError(`--const gives ${target} twice.`);
    constants.set(target, value);
  }
  return constants;
}

function readCrs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const code = /^(?:EPSG:)?(\d{4,6})$/i.exec(text.trim())?.[1];
  if (code === undefined) {
    throw new UsageError(`--crs takes an EPSG code, as in EPSG:4549; "${text}" is not one.`);
  }
  return Number(code);
}

function readEncoding(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return new TextDecoder(text.trim()).encoding;
  } catch {
    throw new UsageError(
      `--encoding "${text}" is unknown; try gb18030, utf-8, utf-16le, big5 or windows-1252.`,
    );
  }
}

function readTimezone(text: string): string {
  if (isTimezone(text)) return text;
  throw new UsageError(`--timezone takes a name like Asia/Shanghai; "${text}" is unknown.`);
}

function refuseContradictions({ columns, constants, crs, datum }: ImportOptions): void {
  const has = (target: string) => columns.has(target);
  const twice = [...constants.keys()].find(has);
  if (twice) throw new UsageError(`${twice} stands in both --columns and --const; leave one out.`);
  if (has('lon') !== has('lat')) throw new UsageError('--columns needs both lon=… and lat=….');
  if (has('x') !== has('y')) throw new UsageError('--columns needs both x=… and y=….');
  if (has('x') && has('lon')) {
    throw new UsageError('--columns takes lon and lat, or x and y with --crs; not both.');
  }
  if (has('x') && crs === undefined) {
    throw new UsageError('--columns x=… and y=… need --crs EPSG:n, the system they are in.');
  }
  if (crs !== undefined && (datum === 'gcj02' || datum === 'bd09')) {
    throw new UsageError(`--datum ${datum} is for longitude and latitude; leave --crs out.`);
  }
}
