import { indexPoints, type PointIndex, squareBeside } from '../grid/point-index';

export type DistanceMetric = 'euclidean' | 'manhattan';

/** Pairs of points, each once: `first[k]` and `second[k]` are points, `bands[k]` their distance band. */
export type NearPairs = {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  readonly bands: Uint8Array;
};

/** The square itself and half of those around, so that each pair of squares is met once. */
const HALF_AROUND = [
  [0, 0],
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
] as const;

/**
 * All pairs of points that are closer than `reachMetres`, with the band of their distance.
 *
 * @param x easting in metres, y northing likewise.
 * @param bandOf band of a distance below the reach, 0 to 255.
 * @returns pairs in an order that depends on the points alone; 9 bytes each.
 * @throws {RangeError} as {@link indexPoints} does.
 */
export function nearPairs(
  x: Float64Array,
  y: Float64Array,
  {
    reachMetres,
    metric,
    bandOf,
  }: { reachMetres: number; metric: DistanceMetric; bandOf: (metres: number) => number },
): NearPairs {
  const index = indexPoints(x, y, reachMetres);
  const pairs = new PairList();
  const distance = metric === 'manhattan' ? manhattan : euclidean;
  const add = (a: number, b: number) => {
    const metres = distance(x[a]! - x[b]!, y[a]! - y[b]!);
    if (metres < reachMetres) pairs.add(a, b, bandOf(metres));
  };
  for (let square = 0; square + 1 < index.offsets.length; square++) {
    for (const [columnStep, rowStep] of HALF_AROUND) {
      const beside = squareBeside(index, square, columnStep, rowStep);
      if (beside !== undefined) eachPair(index, square, beside, add);
    }
  }
  return pairs.trimmed();
}

function eachPair(
  { order, offsets }: PointIndex,
  square: number,
  beside: number,
  add: (a: number, b: number) => void,
): void {
  for (let a = offsets[square]!; a < offsets[square + 1]!; a++) {
    const start = square === beside ? a + 1 : offsets[beside]!;
    for (let b = start; b < offsets[beside + 1]!; b++) add(order[a]!, order[b]!);
  }
}

function euclidean(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}

function manhattan(dx: number, dy: number): number {
  return Math.abs(dx) + Math.abs(dy);
}

/** Grows by doubling: how many pairs there are is known only when they are found. */
class PairList {
  #first = new Uint32Array(1024);
  #second = new Uint32Array(1024);
  #bands = new Uint8Array(1024);
  #length = 0;

  add(first: number, second: number, band: number): void {
    if (this.#length === this.#first.length) this.#resize(2 * this.#length, this.#length);
    this.#first[this.#length] = first;
    this.#second[this.#length] = second;
    this.#bands[this.#length++] = band;
  }

  trimmed(): NearPairs {
    this.#resize(this.#length, this.#length);
    return { first: this.#first, second: this.#second, bands: this.#bands };
  }

  #resize(room: number, kept: number): void {
    const [first, second, bands] = [this.#first, this.#second, this.#bands];
    this.#first = new Uint32Array(room);
    this.#second = new Uint32Array(room);
    this.#bands = new Uint8Array(room);
    this.#first.set(first.subarray(0, kept));
    this.#second.set(second.subarray(0, kept));
    this.#bands.set(bands.subarray(0, kept));
  }
}
