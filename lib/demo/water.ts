import { type Random, randomStream } from '@/geo/random/random-stream';
import {
  boxOf,
  distance,
  isInside,
  type Line,
  lineLength,
  type Point,
  pairs,
  polar,
  type Ring,
  toPlane,
} from './plane';
import { between, normal } from './random';
import { windingLine } from './smooth';
import type { Village } from './villages';

export type Water = { id: string; name: string; ring: Ring };

/** Rough courses: two streams meet in the city and leave it westwards. */
const RIVERS: readonly {
  name: string;
  from: number;
  to: number;
  course: readonly (readonly [number, number])[];
}[] = [
  {
    name: '华溪',
    from: 22,
    to: 75,
    course: [
      [120.325, 28.992],
      [120.262, 28.985],
      [120.212, 28.964],
      [120.163, 28.931],
      [120.112, 28.921],
      [120.062, 28.906],
      [120.029, 28.885],
    ],
  },
  {
    name: '南溪',
    from: 20,
    to: 65,
    course: [
      [120.205, 28.79],
      [120.152, 28.833],
      [120.103, 28.848],
      [120.06, 28.866],
      [120.029, 28.885],
    ],
  },
  {
    name: '永康江',
    from: 95,
    to: 130,
    course: [
      [120.029, 28.885],
      [119.995, 28.886],
      [119.962, 28.872],
      [119.92, 28.861],
    ],
  },
];
const RESERVOIRS = 16;

/** Rivers as narrow areas and reservoirs in the hills, away from villages. */
export function drawWater(outline: Ring, villages: readonly Village[], seed: number): Water[] {
  const rivers = RIVERS.map(({ name, from, to, course }, index) => {
    const random = randomStream(seed, `river/${name}`);
    const corners = course.map(([lon, lat]) => toPlane(lon, lat));
    const line = pairs(corners).flatMap(([a, b]) => windingLine(a, b, 0.16, random).slice(0, -1));
    const centreline = cutToLand([...line, ...corners.slice(-1)], outline);
    return { id: `river-${index + 1}`, name, ring: widen(centreline, from, to, random) };
  });
  return [...rivers, ...reservoirs(outline, villages, seed)];
}

function cutToLand(line: Line, outline: Ring): Line {
  return line.filter((point) => isInside(point, outline));
}

/** A line as an area whose width grows from one end to the other. */
function widen(line: Line, from: number, to: number, random: Random): Ring {
  const total = lineLength(line);
  const left: Point[] = [];
  const right: Point[] = [];
  let walked = 0;
  for (const [a, b] of pairs(line)) {
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]) + Math.PI / 2;
    const half = ((from + ((to - from) * walked) / total) / 2) * between(random, 0.85, 1.15);
    left.push(polar(a, angle, half));
    right.unshift(polar(a, angle, -half));
    walked += distance(a, b);
  }
  const ring = [...right.reverse(), ...left.reverse()];
  return [...ring, ...ring.slice(0, 1)];
}

function reservoirs(outline: Ring, villages: readonly Village[], seed: number): Water[] {
  const random = randomStream(seed, 'reservoirs');
  const box = boxOf(outline);
  const found: { centre: Point; radius: number }[] = [];
  for (let thrown = 0; thrown < 4000 && found.length < RESERVOIRS; thrown++) {
    const centre: Point = [
      between(random, box.west, box.east),
      between(random, box.south, box.north),
    ];
    const radius = between(random, 140, 520);
    const isClear =
      isInside(centre, outline) &&
      outline.every((corner) => distance(corner, centre) > radius * 1.8) &&
      villages.every(({ at }) => distance(at, centre) > radius * 1.6 + 250) &&
      found.every((other) => distance(other.centre, centre) > 4500);
    if (isClear) found.push({ centre, radius });
  }
  return found.map(({ centre, radius }, index) => ({
    id: `reservoir-${index + 1}`,
    name: `示例水库${index + 1}`,
    ring: blob(centre, radius, random),
  }));
}

/** A rounded, uneven shore with arms, as dammed valleys have. */
export function blob(centre: Point, radius: number, random: Random): Ring {
  const waves = [2, 3, 5, 7].map((turns) => ({
    turns,
    height: Math.abs(normal(random)) * (0.3 / turns ** 0.8),
    phase: between(random, 0, 2 * Math.PI),
  }));
  const points = Array.from({ length: 64 }, (_, index) => {
    const angle = (index / 64) * 2 * Math.PI;
    const swell = waves.reduce(
      (sum, { turns, height, phase }) => sum + height * Math.cos(turns * angle + phase),
      1,
    );
    return polar(centre, angle, radius * Math.min(1.5, Math.max(0.55, swell)));
  });
  return [...points, ...points.slice(0, 1)];
}
