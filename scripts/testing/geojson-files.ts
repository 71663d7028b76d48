import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';

/** A box in degrees (or in a file's own unit) as a closed ring. */
export function boxRing(west: number, south: number, east: number, north: number): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

export function boxArea(west: number, south: number, east: number, north: number): Geometry {
  return { type: 'Polygon', coordinates: [boxRing(west, south, east, north)] };
}

export function feature(
  properties: Record<string, unknown>,
  geometry: Geometry | null,
): Feature<Geometry | null> {
  return { type: 'Feature', properties, geometry };
}

/** A GeoJSON text; `crs` as older files name it. */
export function geoJsonText(features: readonly Feature<Geometry | null>[], crs?: string): string {
  const collection: FeatureCollection<Geometry | null> & { crs?: unknown } = {
    type: 'FeatureCollection',
    features: [...features],
  };
  if (crs) collection.crs = { type: 'name', properties: { name: crs } };
  return JSON.stringify(collection);
}
