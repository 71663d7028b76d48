import 'server-only';
import type { Geometry, Position } from 'geojson';
import type { Bounds } from '@/db/queries/import-staging';
import type { Kind } from '@/db/queries/kinds';
import type { BinaryTuples } from '@/db/sql/copy-binary';
import type { ImportSubject, ParsedRow, Reject } from '@/lib/import/types';
import { MonthCalendar } from './month-calendar';
import { writeAccepted, writeRefused } from './staged-tuple';
import { storageRank } from './storage-rank';
import {
  isHazardCategory,
  type Refusal,
  readSubjectValues,
  type SubjectValues,
} from './subject-values';

/** Values to replace by others, by target: `--map severity=1:fatal`. */
export type ValueMaps = ReadonlyMap<string, ReadonlyMap<string, string>>;

export type StagerOptions = {
  subject: ImportSubject;
  bounds: Bounds;
  bufferMetres: number;
  /** EPSG code of the rows' coordinates; 4326 for degrees. */
  srid: number;
  /** Whose months count. */
  timezone: string;
  kinds: readonly Kind[];
  createKinds: boolean;
  valueMaps: ValueMaps;
};

const POINT_SUBJECTS: readonly ImportSubject[] = ['incidents', 'crashes', 'hazards', 'premises'];
const TIMED_SUBJECTS: readonly ImportSubject[] = ['incidents', 'crashes'];
const SHAPES: Record<string, readonly Geometry['type'][]> = {
  roads: ['LineString', 'MultiLineString'],
  towns: ['Polygon', 'MultiPolygon'],
  grids: ['Polygon', 'MultiPolygon'],
};

/** Turns parsed rows into tuples of the staging table, and refuses those that need no database to be refused. */
export class RowStager {
  readonly #options: StagerOptions;
  readonly #kindBySpelling = new Map<string, string>();
  readonly #allowed = new Map<string, Kind>();
  readonly #isPoint: boolean;
  readonly #isTimed: boolean;
  readonly #hasKinds: boolean;
  readonly #replaces: boolean;
  /** Kinds that the file brought. */
  readonly newKinds = new Map<string, Kind>();
  /** Tells the months in which something happened. */
  readonly calendar: MonthCalendar;
  accepted = 0;
  hasRejects = false;
  hasIds = false;
  hasDetails = false;

  constructor(options: StagerOptions) {
    this.#options = options;
    for (const kind of options.kinds)
      for (const spelling of [kind.nameZh, kind.nameEn, kind.code])
        this.#kindBySpelling.set(spelling.toLowerCase(), kind.code);
    this.#isPoint = POINT_SUBJECTS.includes(options.subject);
    this.#isTimed = TIMED_SUBJECTS.includes(options.subject);
    this.#hasKinds = this.#isTimed;
    this.#replaces = options.valueMaps.size > 0;
    this.calendar = new MonthCalendar(options.timezone);
  }

  /** Lets a kind be made if a row has it and the jurisdiction has not. */
  allowKind(kind: Kind): void {
    const spelling = kind.code.toLowerCase();
    if (!this.#kindBySpelling.has(spelling)) this.#allowed.set(spelling, kind);
  }

  /** Writes one row of the file. */
  stage(row: ParsedRow | Reject, tuples: BinaryTuples): void {
    const taken = this.#take(row);
    if ('refusal' in taken) {
      this.hasRejects = true;
      writeRefused(tuples, row, taken.refusal);
    } else {
      this.#accept(taken.row, taken.values, tuples);
    }
  }

  /** The row with its values replaced and its kind found, or why it is refused. */
  #take(row: ParsedRow | Reject): { row: ParsedRow; values: SubjectValues } | { refusal: Refusal } {
    if ('reason' in row) return { refusal: row };
    const mapped = this.#replaces ? this.#replace(row) : row;
    const values = this.#misplaced(mapped) ?? readSubjectValues(this.#options.subject, mapped);
    if ('reason' in values) return { refusal: values };
    const kind = this.#kind(values.kind);
    if (typeof kind === 'object' && kind !== null) return { refusal: kind };
    return { row: mapped, values: { ...values, kind } };
  }

  #accept(row: ParsedRow, values: SubjectValues, tuples: BinaryTuples): void {
    const { rowNumber, raw, sourceId, occurredFrom, reportedAt, x, y } = row;
    this.accepted++;
    if (sourceId !== null) this.hasIds = true;
    if (values.details !== null) this.hasDetails = true;
    const monthDay =
      this.#isTimed && occurredFrom !== null ? this.calendar.firstDay(occurredFrom) : null;
    const occurredTo = row.occurredTo ?? occurredFrom;
    const shape = this.#isPoint ? null : JSON.stringify(row.geometry);
    const { kind, origin, details, attributes } = values;
    const content = { sourceId, kind, occurredFrom, occurredTo, reportedAt, x, y, origin, details };
    const rank =
      x === null || y === null ? 0 : storageRank(monthDay ?? 0, x, y, this.#options.bounds);
    const accepted = { ...content, attributes, shape, rowNumber, raw, monthDay, rank };
    writeAccepted(tuples, accepted, this.#options.srid);
  }

  #replace(row: ParsedRow): ParsedRow {
    const fields = { ...row.fields };
    let { kind } = row;
    for (const [target, values] of this.#options.valueMaps) {
      if (target === 'kind') kind = values.get(kind ?? '') ?? kind;
      else if (fields[target] !== undefined)
        fields[target] = values.get(fields[target]) ?? fields[target];
    }
    return { ...row, kind, fields };
  }

  /** Why a row's time or place forbids it; undefined where nothing does. */
  #misplaced(row: ParsedRow): Refusal | undefined {
    if (this.#isTimed && row.occurredFrom === null)
      return { reason: 'no_date', detail: 'the row has no date' };
    if (holdsNul(row))
      return { reason: 'unreadable_text', detail: 'the row holds the character U+0000' };
    if (!this.#isPoint) return this.#misshapen(row.geometry);
    const { x, y } = row;
    if (x === null || y === null)
      return { reason: 'no_coordinates', detail: 'the row has no coordinates' };
    if (!Number.isFinite(x) || !Number.isFinite(y))
      return { reason: 'impossible_coordinates', detail: `(${x}, ${y}) are no coordinates` };
    if (x === 0 && y === 0) return { reason: 'zero_coordinates', detail: '(0, 0) is no place' };
    if (this.#isWithin(x, y)) return undefined;
    return this.#outside(x, y);
  }

  #isWithin(x: number, y: number): boolean {
    const { west, south, east, north } = this.#options.bounds;
    return x >= west && x <= east && y >= south && y <= north;
  }

  #outside(x: number, y: number): Refusal {
    const { srid, bufferMetres } = this.#options;
    const isLonLat = srid === 4326;
    if (isLonLat && (Math.abs(x) > 180 || Math.abs(y) > 90) && !this.#isWithin(y, x))
      return { reason: 'impossible_coordinates', detail: `(${x}, ${y}) is off the Earth` };
    const hint = this.#isWithin(y, x)
      ? `; the other way round it would lie inside: are ${isLonLat ? 'lon and lat' : 'x and y'} swapped?`
      : '';
    const detail = `(${x}, ${y}) is more than ${bufferMetres} m outside the jurisdiction${hint}`;
    return { reason: 'outside_jurisdiction', detail };
  }

  #misshapen(geometry: Geometry | undefined): Refusal | undefined {
    const allowed = SHAPES[this.#options.subject] ?? [];
    if (!geometry) return { reason: 'no_geometry', detail: 'the row has no geometry' };
    if (!allowed.includes(geometry.type) || !('coordinates' in geometry))
      return {
        reason: 'wrong_geometry',
        detail: `${geometry.type} instead of ${allowed.join(' or ')}`,
      };
    const positions = positionsOf(geometry.coordinates);
    const { west, south, east, north } = this.#options.bounds;
    const [width, height] = [east - west, north - south];
    // Far from the jurisdiction a projection may fail, and one far vertex makes no road or town of this place.
    const isNear = ([x = Number.NaN, y = Number.NaN]: Position) =>
      x >= west - 9 * width &&
      x <= east + 9 * width &&
      y >= south - 9 * height &&
      y <= north + 9 * height;
    const far = positions.find((position) => !isNear(position));
    if (!far && positions.length > 1) return undefined;
    if (!far) return { reason: 'impossible_geometry', detail: 'too few positions' };
    const detail = `position (${far.slice(0, 2).join(', ')}) is far outside the jurisdiction`;
    return { reason: 'outside_jurisdiction', detail };
  }

  /** The code of a kind by any of its spellings; a refusal where it is unknown and may not be made. */
  #kind(spelling: string | null): string | null | Refusal {
    if (spelling === null) return null;
    if (!this.#hasKinds) return this.#category(spelling);
    const known = this.#kindBySpelling.get(spelling.toLowerCase());
    if (known !== undefined) return known;
    const allowed = this.#allowed.get(spelling.toLowerCase());
    if (!allowed && !this.#options.createKinds) return unknown(spelling);
    const kind = allowed ?? { code: spelling, nameZh: spelling, nameEn: spelling };
    this.#kindBySpelling.set(spelling.toLowerCase(), kind.code);
    this.newKinds.set(kind.code, kind);
    return kind.code;
  }

  #category(spelling: string): string | Refusal {
    const { subject, createKinds } = this.#options;
    return subject !== 'hazards' || createKinds || isHazardCategory(spelling)
      ? spelling
      : unknown(spelling);
  }
}

function unknown(spelling: string): Refusal {
  return {
    reason: 'unknown_kind',
    detail: `kind "${spelling}" is not known: --create-kinds makes it`,
  };
}

function positionsOf(coordinates: unknown): Position[] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === 'number') return [coordinates as Position];
  return coordinates.flatMap(positionsOf);
}

function holdsNul({ raw, sourceId, kind, fields }: ParsedRow): boolean {
  if (raw.includes('\0') || sourceId?.includes('\0') || kind?.includes('\0')) return true;
  for (const name in fields) if (fields[name]?.includes('\0')) return true;
  return false;
}
