import type { Random } from '@/geo/random/random-stream';
import { along, type Line, type Point, pairs } from './plane';
import { fractal } from './tessellation';

/** A line from a to b that winds a little, as roads and rivers do. */
export function windingLine(a: Point, b: Point, share: number, random: Random): Line {
  return roundCorners(roundCorners([a, ...fractal(a, b, 4, random, share), b]));
}

/** Cuts each corner at a quarter and three quarters (Chaikin); the ends stay. */
function roundCorners(line: Line): Line {
  const inner = pairs(line).flatMap(([a, b]) => [along(a, b, 0.25), along(a, b, 0.75)]);
  return [...line.slice(0, 1), ...inner.slice(1, -1), ...line.slice(-1)];
}
