import { distance, type Point } from './plane';

type Reach = { index: number; at: Point; parent: number; metres: number };

/** Edges [parent, child] of the shortest tree over points, grown from the first (Prim). */
export function spanningTree(points: readonly Point[]): [number, number][] {
  const edges: [number, number][] = [];
  let outside: Reach[] = points.map((at, index) => ({
    index,
    at,
    parent: 0,
    metres: distance(at, points[0] ?? at),
  }));
  outside.shift();
  while (outside.length > 0) {
    const nearest = outside.reduce((best, reach) => (reach.metres < best.metres ? reach : best));
    edges.push([nearest.parent, nearest.index]);
    outside = outside.filter((reach) => reach !== nearest);
    for (const reach of outside) {
      const metres = distance(reach.at, nearest.at);
      if (metres < reach.metres) Object.assign(reach, { parent: nearest.index, metres });
    }
  }
  return edges;
}
