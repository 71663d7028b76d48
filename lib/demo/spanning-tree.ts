import { distance, type Point } from './plane';

/** Edges [parent, child] of the shortest tree over points, grown from the first (Prim). */
export function spanningTree(points: readonly Point[]): [number, number][] {
  const edges: [number, number][] = [];
  const nearest = points.map(() => ({ parent: -1, metres: Number.POSITIVE_INFINITY, done: false }));
  let current = 0;
  for (let step = 1; step < points.length; step++) {
    const mark = nearest[current];
    const here = points[current];
    if (!mark || !here) break;
    mark.done = true;
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, entry] of nearest.entries()) {
      if (entry.done) continue;
      const metres = distance(here, points[index] ?? here);
      if (metres < entry.metres) Object.assign(entry, { parent: current, metres });
      if (entry.metres < least) {
        least = entry.metres;
        next = index;
      }
    }
    edges.push([nearest[next]?.parent ?? 0, next]);
    current = next;
  }
  return edges;
}
