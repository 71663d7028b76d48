import { randomStream } from '../../random/random-stream';
import type { PatrolInstance } from '../patrol-instance';

/** Places drawn over 8 km by 8 km about one depot, ways at 10 m/s. */
export function drawnInstance(
  seed: number,
  {
    places,
    ...rest
  }: { places: number; teams: number; shiftSeconds: number; revisitSeconds: number },
): PatrolInstance {
  const random = randomStream(seed, 'patrol places');
  const points = Array.from(
    { length: places + 1 },
    () => [8000 * random(), 8000 * random()] as const,
  );
  const ways = points.flatMap(([x, y]) =>
    points.map(([u, v]) => Math.round(Math.hypot(x - u, y - v) / 10)),
  );
  return {
    shiftSeconds: rest.shiftSeconds,
    revisitSeconds: rest.revisitSeconds,
    teams: Array.from({ length: rest.teams }, () => ({ depot: 0 })),
    places: Array.from({ length: places }, (_, place) => ({
      location: place + 1,
      stopSeconds: 600 + 60 * Math.floor(random() * 7),
      priority: 1 + Math.floor(random() * 9),
    })),
    locations: places + 1,
    travelSeconds: Float64Array.from(ways),
  };
}
