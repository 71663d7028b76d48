import proj4 from 'proj4';

/** Easting and northing in metres, EPSG:4549: the city is drawn in its plane, and stored in degrees. */
export type Point = readonly [x: number, y: number];
export type Line = readonly Point[];
/** Closed: the last point repeats the first. Counter-clockwise, but for holes. */
export type Ring = readonly Point[];

/** EPSG:4549, CGCS2000 / 3-degree Gauss–Krüger, central meridian 120° E. */
export const METRIC_SRID = 4549;
const converter = proj4(
  'EPSG:4326',
  '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
);

export function toPlane(lon: number, lat: number): Point {
  const [x, y] = converter.forward([lon, lat]);
  return [x, y];
}

/** Longitude and latitude, rounded to 7 decimals (about a centimetre). */
export function toDegrees([x, y]: Point): [lon: number, lat: number] {
  const [lon, lat] = converter.inverse([x, y]);
  return [round7(lon), round7(lat)];
}

function round7(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

export function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}

/** The point a share of the way from a to b. */
export function along([ax, ay]: Point, [bx, by]: Point, share: number): Point {
  return [ax + (bx - ax) * share, ay + (by - ay) * share];
}

/** The point at a bearing (radians, counter-clockwise from east) and distance. */
export function polar([x, y]: Point, angle: number, radius: number): Point {
  return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius];
}

export function lineLength(line: Line): number {
  return pairs(line).reduce((sum, [a, b]) => sum + distance(a, b), 0);
}

/** Successive pairs of a line's points. */
export function pairs(line: Line): [Point, Point][] {
  const result: [Point, Point][] = [];
  let previous: Point | undefined;
  for (const point of line) {
    if (previous) result.push([previous, point]);
    previous = point;
  }
  return result;
}

/** Twice the signed area: positive when counter-clockwise. */
export function doubleArea(ring: Ring): number {
  return pairs(ring).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0);
}

/** Whether a point lies inside a ring (even–odd rule). */
export function isInside([x, y]: Point, ring: Ring): boolean {
  let inside = false;
  let [[ax, ay]] = [ring.at(-1) ?? [x, y]];
  for (const [bx, by] of ring) {
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    ax = bx;
    ay = by;
  }
  return inside;
}

export type Box = { west: number; south: number; east: number; north: number };

export function boxOf(points: Line): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}
