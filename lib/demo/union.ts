import { doubleArea, isInside, type Point, pairs, type Ring } from './plane';
import type { Patch } from './tessellation';

/** A polygon as rings: the first is the shell, the others its holes. */
export type PolygonRings = readonly Ring[];

/**
 * The union of patches: a border between two of them is walked once each way, so those edges cancel out and
 * what is left is the outer border. Exact, so that neighbouring unions share their points.
 */
export function unionOf(patches: readonly Patch[]): PolygonRings[] {
  const edges = new Map<string, [Point, Point]>();
  for (const { rings } of patches) {
    for (const [a, b] of rings.flatMap((ring) => pairs(ring))) {
      if (keyOf(a) === keyOf(b)) continue;
      if (!edges.delete(`${keyOf(b)}>${keyOf(a)}`)) edges.set(`${keyOf(a)}>${keyOf(b)}`, [a, b]);
    }
  }
  const rings = chain([...edges.values()]);
  const shells = rings.filter((ring) => doubleArea(ring) > 0);
  const holes = rings.filter((ring) => doubleArea(ring) < 0);
  return shells.map((shell) => [
    shell,
    ...holes.filter(([first]) => first !== undefined && isHoleOf(first, shell, shells)),
  ]);
}

/** A hole belongs to the smallest shell around it. */
function isHoleOf(point: Point, shell: Ring, shells: readonly Ring[]): boolean {
  const around = shells.filter((other) => isInside(point, other));
  around.sort((a, b) => doubleArea(a) - doubleArea(b));
  return around[0] === shell;
}

/** Joins directed edges end to start into closed rings; at a point of two rings it turns left first. */
function chain(edges: readonly [Point, Point][]): Ring[] {
  const leaving = new Map<string, [Point, Point][]>();
  for (const edge of edges) {
    const key = keyOf(edge[0]);
    leaving.set(key, [...(leaving.get(key) ?? []), edge]);
  }
  const rings: Ring[] = [];
  for (const [start] of edges) {
    for (let ring = walk(start, leaving); ring; ring = walk(start, leaving)) rings.push(ring);
  }
  return rings;
}

/** Walks edges from a point until it comes back to it, using them up. */
function walk(start: Point, leaving: Map<string, [Point, Point][]>): Ring | undefined {
  const ring: Point[] = [start];
  let at = start;
  let from: Point | undefined;
  do {
    const choices = leaving.get(keyOf(at)) ?? [];
    const next = leftmost(choices, from, at);
    if (!next) return undefined;
    leaving.set(
      keyOf(at),
      choices.filter((edge) => edge !== next),
    );
    ring.push(next[1]);
    from = at;
    at = next[1];
  } while (keyOf(at) !== keyOf(start));
  return ring;
}

/** Where two rings touch, the sharpest left turn keeps them apart. */
function leftmost(
  choices: readonly [Point, Point][],
  from: Point | undefined,
  at: Point,
): [Point, Point] | undefined {
  if (!from || choices.length < 2) return choices[0];
  const back = Math.atan2(from[1] - at[1], from[0] - at[0]);
  const turn = ([, to]: [Point, Point]) => {
    const angle = Math.atan2(to[1] - at[1], to[0] - at[0]) - back;
    return angle <= 0 ? angle + 2 * Math.PI : angle;
  };
  // Measured from the way back, counter-clockwise: the largest angle is the sharpest left turn.
  return [...choices].sort((a, b) => turn(b) - turn(a))[0];
}

function keyOf([x, y]: Point): string {
  return `${Math.round(x * 100)},${Math.round(y * 100)}`;
}
