import type { MultiPolygon, Polygon } from 'geojson';

/** The jurisdiction as it was when the page was read. */
export type Settings = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
  readonly metricSrid: number;
  readonly cellShape: string;
  readonly cellSizeMetres: number;
  readonly bufferMetres: number;
  readonly isPublic: boolean;
  readonly version: number;
  readonly squareMetres: number;
  readonly cells: number;
  readonly incidents: number;
  readonly importedAt: string | null;
  readonly readAt: string;
  readonly boundary: MultiPolygon;
};

/** What a boundary would change, as POST /api/admin/jurisdiction/boundary says it. */
export type BoundaryChange = {
  readonly squareMetresBefore: number;
  readonly squareMetresAfter: number;
  readonly cellsGained: number;
  readonly cellsLost: number;
  readonly incidentsUnranked: number;
  readonly incidentsOutside: number;
  readonly hazardsOutside: number;
  readonly premisesOutside: number;
  readonly townsOutside: number;
};

/** A boundary that is not saved yet: GeoJSON, and the file that it is from; null for the map. */
export type Draft = { readonly geoJson: object; readonly fileName: string | null };

/** The only ring of a boundary that the map can edit; undefined where it has several, which it cannot. */
export function editableRing({ coordinates }: MultiPolygon): Polygon | undefined {
  const [only, ...others] = coordinates;
  if (!only || only.length > 1 || others.length > 0) return undefined;
  return { type: 'Polygon', coordinates: only };
}
