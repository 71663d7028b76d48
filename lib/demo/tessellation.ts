import { featureCollection, intersect, point as pointFeature, polygon, voronoi } from '@turf/turf';
import type { Position } from 'geojson';
import { type Random, randomStream } from '@/geo/random/random-stream';
import {
  along,
  type Box,
  boxOf,
  distance,
  doubleArea,
  isInside,
  type Point,
  pairs,
  type Ring,
} from './plane';

/** A small piece of land; grids, zones and towns are made of whole ones, so that they tile without a gap. */
export type Patch = { site: Point; rings: readonly Ring[] };

/** Wanted distance between sites at a place, in metres: small where there is much to tell apart. */
export type Spacing = (point: Point) => number;

const MARGIN_METRES = 3000;
/** Splits of an edge into halves, each moved sideways: borders follow ridges and streams, not rulers. */
const WIGGLES = 3;
const WIGGLE_SHARE = 0.09;

/** Cuts the land inside the outline into patches about `spacing` across, with wiggled common borders. */
export function tessellate(outline: Ring, spacing: Spacing, seed: number): Patch[] {
  const box = grow(boxOf(outline), MARGIN_METRES);
  const sites = scatter(box, spacing, randomStream(seed, 'sites'));
  const cells = voronoi(featureCollection(sites.map(([x, y]) => pointFeature([x, y]))), {
    bbox: [box.west, box.south, box.east, box.north],
  });
  return sites.flatMap((site, index) => {
    const ring = cells.features[index]?.geometry.coordinates[0];
    if (!ring) return [];
    const wiggled = wiggle(
      ring.map(([x = 0, y = 0]) => snap([x, y])),
      seed,
    );
    const rings = clip(wiggled, outline).map((part) =>
      doubleArea(part) < 0 ? [...part].reverse() : part,
    );
    return rings.length > 0 ? [{ site, rings }] : [];
  });
}

function grow({ west, south, east, north }: Box, by: number): Box {
  return { west: west - by, south: south - by, east: east + by, north: north + by };
}

/** Throws sites at random and keeps those that are not too near another. */
function scatter(box: Box, spacing: Spacing, random: Random): Point[] {
  const bin = 1000;
  const bins = new Map<string, Point[]>();
  const kept: Point[] = [];
  for (let thrown = 0; thrown < 60_000; thrown++) {
    const candidate: Point = [
      box.west + (box.east - box.west) * random(),
      box.south + (box.north - box.south) * random(),
    ];
    const column = Math.floor(candidate[0] / bin);
    const row = Math.floor(candidate[1] / bin);
    const apart = spacing(candidate);
    const isFree = neighbours(bins, column, row).every(
      (other) => distance(other, candidate) >= apart,
    );
    if (!isFree) continue;
    kept.push(candidate);
    const key = `${column}/${row}`;
    bins.set(key, [...(bins.get(key) ?? []), candidate]);
  }
  return kept;
}

function neighbours(bins: Map<string, Point[]>, column: number, row: number): Point[] {
  return [-1, 0, 1].flatMap((dx) =>
    [-1, 0, 1].flatMap((dy) => bins.get(`${column + dx}/${row + dy}`) ?? []),
  );
}

/** Moves each edge's inner points; both patches of a border get the same ones, as they go by its end points. */
function wiggle(ring: Ring, seed: number): Ring {
  const moved: Point[] = [];
  for (const [a, b] of pairs(ring)) {
    const isForward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
    const [from, to] = isForward ? [a, b] : [b, a];
    const random = randomStream(seed, `${from[0]},${from[1]},${to[0]},${to[1]}`);
    const inner = fractal(from, to, WIGGLES, random);
    moved.push(a, ...(isForward ? inner : inner.reverse()));
  }
  return [...moved, ...moved.slice(0, 1)];
}

/** The points between a and b of a line that is broken in halves, each half's middle moved sideways. */
export function fractal(
  a: Point,
  b: Point,
  depth: number,
  random: Random,
  share = WIGGLE_SHARE,
): Point[] {
  if (depth === 0 || distance(a, b) < 60) return [];
  const [mx, my] = along(a, b, 0.5);
  const offset = (random() * 2 - 1) * share;
  const middle = snap([mx - (b[1] - a[1]) * offset, my + (b[0] - a[0]) * offset]);
  return [
    ...fractal(a, middle, depth - 1, random, share),
    middle,
    ...fractal(middle, b, depth - 1, random, share),
  ];
}

/** To the centimetre, so that a point of two patches is one point. */
function snap([x, y]: Point): Point {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
}

/** The parts of a ring inside the outline. */
function clip(ring: Ring, outline: Ring): Ring[] {
  const box = boxOf(ring);
  const isNearOutline = outline.some(
    ([x, y]) =>
      x >= box.west - 300 && x <= box.east + 300 && y >= box.south - 300 && y <= box.north + 300,
  );
  if (!isNearOutline)
    return ring.slice(0, 1).every((corner) => isInside(corner, outline)) ? [ring] : [];
  const common = intersect(
    featureCollection([polygon([toPositions(ring)]), polygon([toPositions(outline)])]),
  );
  if (!common) return [];
  const { geometry } = common;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flatMap((rings) =>
    rings.slice(0, 1).map((r) => r.map(([x = 0, y = 0]) => snap([x, y]))),
  );
}

function toPositions(ring: Ring): Position[] {
  return ring.map(([x, y]) => [x, y]);
}
