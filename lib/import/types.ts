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
  /** More or fewer cells than the header. */
  | 'wrong_cell_count'
  /** Text after a closing quote. */
  | 'unreadable_row'
  /** A NUL character: no database holds it. */
  | 'unreadable_text'
  /** The coordinate cells are empty, or say NULL or the like. */
  | 'no_coordinates'
  /** A coordinate cell holds no number: a formula, a decimal comma, words. */
  | 'unreadable_number'
  /** Not finite, or off the Earth, or in another zone than the CRS. */
  | 'impossible_coordinates'
  /** Exactly (0, 0): what a failed geocoding leaves behind. */
  | 'zero_coordinates'
  | 'outside_jurisdiction'
  | 'no_date'
  /** Not a date, or one that no calendar has: 30 February. */
  | 'unreadable_date'
  /** A date whose year has two digits. */
  | 'ambiguous_date'
  | 'future_date'
  | 'end_before_start'
  | 'no_kind'
  | 'unknown_kind'
  | 'unreadable_value'
  | 'missing_value'
  /** The feature has no geometry. */
  | 'no_geometry'
  /** A line where a point belongs, and so on. */
  | 'wrong_geometry'
  /** Open rings, too few positions, positions that are not numbers. */
  | 'impossible_geometry'
  | 'id_conflict';

export type Reject = { rowNumber: number; reason: RejectReason; detail: string; raw: string };

/** One row of a file as read: its cells stand in the header's order. */
export type SourceRow = {
  rowNumber: number;
  cells: readonly string[];
  /** Undefined where the format has none; null where this row has none. */
  geometry?: Geometry | null;
  raw: string;
};

/** A file opened for reading: its header is known, its rows are still to come. */
export type SourceTable = {
  header: readonly string[];
  /** True where rows bring a geometry of their own (GeoJSON). */
  hasGeometry: boolean;
  batches: AsyncIterable<readonly (SourceRow | Reject)[]>;
};

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
  /** Longitude or easting. */
  x: number | null;
  /** Latitude or northing. */
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
