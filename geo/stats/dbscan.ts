import type { Neighbours } from '../grid/neighbours';
import { indexPoints, type PointIndex, squareBeside } from '../grid/point-index';

export type DbscanOptions = {
  /** Points at most this far apart are neighbours. */
  readonly reachMetres: number;
  /** A point with so many neighbours, itself counted, is a core of a cluster. */
  readonly fewestPoints: number;
};

export type Clusters = {
  /** n labels: 0 for noise, else 1 and up in the order in which the clusters' first core points stand. */
  readonly labels: Uint32Array<ArrayBuffer>;
  /** n: 1 where a point is a core. */
  readonly cores: Uint8Array<ArrayBuffer>;
  readonly clusters: number;
};

/**
 * Exact DBSCAN: cores within reach of each other are one cluster; a point within reach of a core belongs to its
 * cluster; others are noise.
 *
 * A point within reach of several clusters goes to its nearest core's, the first of equally near ones: so the result
 * depends on the points, not on the order in which a search happens to meet them.
 *
 * Squares are so small that all of their points are neighbours. Then a square of enough points needs no counting, and
 * two squares need but one pair of near cores to be joined.
 *
 * @param x easting in metres, y northing likewise: n finite numbers each.
 * @throws {RangeError} if the reach is not a positive number, `fewestPoints` not a positive whole number, or as
 *   {@link indexPoints} does.
 * @see Ester, Kriegel, Sander & Xu (1996), KDD-96; Gunawan (2013) for the squares
 */
export function dbscan(
  x: Float64Array,
  y: Float64Array,
  { reachMetres, fewestPoints }: DbscanOptions,
): Clusters {
  if (!(reachMetres > 0 && Number.isFinite(reachMetres)))
    throw new RangeError(`the reach must be a positive number, got ${reachMetres}`);
  if (!(Number.isInteger(fewestPoints) && fewestPoints > 0))
    throw new RangeError(`fewestPoints must be a positive whole number, got ${fewestPoints}`);
  // A hair smaller than the diagonal asks for, so that rounding never puts two points of a square out of reach.
  const index = indexPoints(x, y, (reachMetres / Math.SQRT2) * (1 - 1e-9));
  const plane = sortedPlane(index, x, y, reachMetres);
  const isCore = findCores(plane, fewestPoints);
  const clusterOf = labelSquares(plane, isCore);
  return labelPoints(plane, isCore, clusterOf);
}

/** Points in the order of their squares; `around` lists for each square those that may hold neighbours. */
type Plane = {
  readonly index: PointIndex;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly squaredReach: number;
  readonly around: Neighbours;
};

function sortedPlane(index: PointIndex, x: Float64Array, y: Float64Array, reach: number): Plane {
  const sorted = (values: Float64Array) => {
    const inOrder = new Float64Array(values.length);
    for (let position = 0; position < values.length; position++)
      inOrder[position] = values[index.order[position]!]!;
    return inOrder;
  };
  return {
    index,
    x: sorted(x),
    y: sorted(y),
    squaredReach: reach * reach,
    around: squaresAround(index),
  };
}

/** Two columns and rows each way, as far as points in reach can be; without the square itself. */
function squaresAround(index: PointIndex): Neighbours {
  const squares = index.offsets.length - 1;
  const offsets = new Uint32Array(squares + 1);
  const indices = new Uint32Array(24 * squares);
  let found = 0;
  for (let square = 0; square < squares; square++) {
    for (let step = 0; step < 25; step++) {
      const beside = squareBeside(index, square, Math.floor(step / 5) - 2, (step % 5) - 2);
      if (beside !== undefined && beside !== square) indices[found++] = beside;
    }
    offsets[square + 1] = found;
  }
  return { offsets, indices: indices.subarray(0, found) };
}

function squaredDistance({ x, y }: Plane, a: number, b: number): number {
  const dx = x[a]! - x[b]!;
  const dy = y[a]! - y[b]!;
  return dx * dx + dy * dy;
}

function findCores(plane: Plane, fewestPoints: number): Uint8Array {
  const { offsets } = plane.index;
  const isCore = new Uint8Array(plane.x.length);
  for (let square = 0; square + 1 < offsets.length; square++) {
    const first = offsets[square]!;
    const end = offsets[square + 1]!;
    if (end - first >= fewestPoints) {
      isCore.fill(1, first, end);
      continue;
    }
    for (let point = first; point < end; point++)
      if (hasNeighbours(plane, square, point, fewestPoints - (end - first))) isCore[point] = 1;
  }
  return isCore;
}

/** Whether so many neighbours lie outside the point's own square; looks no farther than it must. */
function hasNeighbours(plane: Plane, square: number, point: number, needed: number): boolean {
  const { index, around } = plane;
  const { offsets } = index;
  let missing = needed;
  for (let k = around.offsets[square]!; k < around.offsets[square + 1]! && missing > 0; k++) {
    const beside = around.indices[k]!;
    for (let other = offsets[beside]!; other < offsets[beside + 1]!; other++) {
      if (squaredDistance(plane, point, other) <= plane.squaredReach) missing--;
    }
  }
  return missing <= 0;
}

/** The root square of each square's cluster: cores of one square are always together. */
function labelSquares(plane: Plane, isCore: Uint8Array): Uint32Array {
  const { around } = plane;
  const squares = around.offsets.length - 1;
  const parents = Uint32Array.from({ length: squares }, (_, square) => square);
  for (let square = 0; square < squares; square++) {
    for (let k = around.offsets[square]!; k < around.offsets[square + 1]!; k++) {
      const beside = around.indices[k]!;
      if (beside > square) continue;
      const [a, b] = [rootOf(parents, square), rootOf(parents, beside)];
      if (a !== b && haveNearCores(plane, isCore, square, beside)) parents[a] = b;
    }
  }
  return parents.map((_, square) => rootOf(parents, square));
}

function rootOf(parents: Uint32Array, square: number): number {
  let root = square;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!;
    root = parents[root]!;
  }
  return root;
}

function haveNearCores(plane: Plane, isCore: Uint8Array, square: number, beside: number): boolean {
  const { offsets } = plane.index;
  for (let a = offsets[square]!; a < offsets[square + 1]!; a++) {
    if (isCore[a] && hasNearCore(plane, isCore, a, beside)) return true;
  }
  return false;
}

function hasNearCore(plane: Plane, isCore: Uint8Array, point: number, square: number): boolean {
  const { offsets } = plane.index;
  for (let other = offsets[square]!; other < offsets[square + 1]!; other++)
    if (isCore[other] && squaredDistance(plane, point, other) <= plane.squaredReach) return true;
  return false;
}

/** From positions in squares back to points as they came. */
function labelPoints(plane: Plane, isCore: Uint8Array, roots: Uint32Array): Clusters {
  const { order, offsets } = plane.index;
  const n = order.length;
  const rootOfCore = new Uint32Array(n);
  const cores = new Uint8Array(n);
  for (let square = 0; square + 1 < offsets.length; square++) {
    for (let position = offsets[square]!; position < offsets[square + 1]!; position++) {
      rootOfCore[order[position]!] = roots[square]!;
      cores[order[position]!] = isCore[position]!;
    }
  }
  const labels = new Uint32Array(n);
  const numbers = new Uint32Array(roots.length);
  let clusters = 0;
  for (let point = 0; point < n; point++) {
    if (!cores[point]) continue;
    const root = rootOfCore[point]!;
    if (numbers[root] === 0) numbers[root] = ++clusters;
    labels[point] = numbers[root]!;
  }
  labelBorder(plane, isCore, labels);
  return { labels, cores, clusters };
}

function labelBorder(plane: Plane, isCore: Uint8Array, labels: Uint32Array): void {
  const { order, offsets } = plane.index;
  for (let square = 0; square + 1 < offsets.length; square++) {
    for (let position = offsets[square]!; position < offsets[square + 1]!; position++) {
      const core = isCore[position] ? -1 : nearestCore(plane, isCore, square, position);
      if (core >= 0) labels[order[position]!] = labels[core]!;
    }
  }
}

/** The nearest core within reach, as the number of a point; the first of equally near ones, -1 for none. */
function nearestCore(plane: Plane, isCore: Uint8Array, square: number, position: number): number {
  const { offsets, indices } = plane.around;
  const best = { point: -1, squared: plane.squaredReach };
  keepNearest(plane, isCore, square, position, best);
  for (let k = offsets[square]!; k < offsets[square + 1]!; k++)
    keepNearest(plane, isCore, indices[k]!, position, best);
  return best.point;
}

function keepNearest(
  plane: Plane,
  isCore: Uint8Array,
  square: number,
  position: number,
  best: { point: number; squared: number },
): void {
  const { order, offsets } = plane.index;
  for (let other = offsets[square]!; other < offsets[square + 1]!; other++) {
    if (!isCore[other]) continue;
    const squared = squaredDistance(plane, position, other);
    if (squared > best.squared) continue;
    const point = order[other]!;
    if (squared === best.squared && best.point >= 0 && point > best.point) continue;
    best.point = point;
    best.squared = squared;
  }
}
