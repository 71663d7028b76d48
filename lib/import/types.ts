/** The seam between reading a file (lib/import) and taking its rows in (lib/server/imports). */
import type { Geometry } from 'geojson';

export const IMPORT_SUBJECTS = [
  'incidents',
  'crashes',
  'hazards',
  'premises',
  'roads',
  'towns',
  'grids',
] as const;
export type ImportSubject = (typeof IMPORT_SUBJECTS)[number];

/** Why a row was not taken. */
export type RejectReason =
  | 'no_coordinates'
  | 'impossible_coordinates'
  | 'zero_coordinates'
  | 'outside_jurisdiction'
  | 'no_date'
  | 'unreadable_date'
  | 'future_date'
  | 'no_kind'
  | 'unknown_kind'
  | 'unreadable_value'
  | 'unreadable_text'
  | 'unreadable_row'
  | 'missing_value'
  | 'impossible_geometry'
  | 'id_conflict';

/** One row of a file as read: cells by header name. */
export type SourceRow = {
  rowNumber: number;
  cells: ReadonlyMap<string, string>;
  geometry?: Geometry;
  raw: string;
};

export type Reject = { rowNumber: number; reason: RejectReason; detail: string; raw: string };

/**
 * A row after parsing: text cells are read, instants in ms UTC, coordinates in the file's CRS (already shifted to
 * WGS84 if datum given and lon/lat).
 */
export type ParsedRow = {
  rowNumber: number;
  raw: string;
  sourceId: string | null;
  kind: string | null;
  occurredFrom: number | null;
  occurredTo: number | null;
  reportedAt: number | null;
  x: number | null;
  y: number | null;
  geometry?: Geometry;
  /** Further mapped columns by name. Shared between rows (one empty object) where there are none. */
  fields: Record<string, string>;
};

/**
 * What `parseFile` yields: some hundred to some thousand rows at a time, since one await a row costs more than
 * the row's parsing at a million rows. Row numbers rise.
 */
export type ParsedChunk = readonly (ParsedRow | Reject)[];
