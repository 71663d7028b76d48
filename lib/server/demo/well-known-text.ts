import { type Line, type Point, toDegrees } from '@/lib/demo/plane';
import type { PolygonRings } from '@/lib/demo/union';

/** Extended well-known text in EPSG:4326: what a geometry column reads in COPY. */
export function pointText(point: Point): string {
  return `SRID=4326;POINT(${position(point)})`;
}

export function lineText(line: Line): string {
  return `SRID=4326;LINESTRING(${line.map(position).join(',')})`;
}

export function polygonText(rings: PolygonRings): string {
  return `SRID=4326;POLYGON${ringsText(rings)}`;
}

export function multiPolygonText(polygons: readonly PolygonRings[]): string {
  return `SRID=4326;MULTIPOLYGON(${polygons.map(ringsText).join(',')})`;
}

function ringsText(rings: PolygonRings): string {
  return `(${rings.map((ring) => `(${ring.map(position).join(',')})`).join(',')})`;
}

function position(point: Point): string {
  const [lon, lat] = toDegrees(point);
  return `${lon} ${lat}`;
}
