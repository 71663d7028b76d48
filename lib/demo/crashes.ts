import { type Random, randomStream } from '@/geo/random/random-stream';
import { DAY, demoMonths, HOUR } from './calendar';
import type { City } from './city';
import { along, distance, type Line, lineLength, type Point, pairs } from './plane';
import { between, integerBetween, normal, pareto, weightedPicker } from './random';
import type { RoadClass, RoadSegment } from './road';

export type DemoCrash = {
  at: Point;
  moment: number;
  severity: 'fatal' | 'serious' | 'slight' | 'damage';
  deaths: number;
  injured: number;
  hasEbike: boolean;
  drinkDriving: boolean;
  roadName: string | null;
};

/** Crashes a metre of road, relative, by class. */
const DRAW: Record<RoadClass, number> = {
  motorway: 2,
  trunk: 6,
  primary: 4,
  secondary: 2.5,
  tertiary: 1,
  local: 0.6,
};
/** Road sections that are truly worse: sharp bends, blind junctions, schools, market gates. */
const BAD_SECTIONS = 70;
const BAD_SHARE = 0.2;
/** Recorded crashes at the default size. */
const CRASHES = 2600;
const DEFAULT_SIZE = 60_000;
const OFF_ROAD_METRES = 6;

/**
 * Crashes on the roads. Their number grows with the square root of the city's size: a road takes only so many
 * before all of it is a black spot.
 */
export function demoCrashes(city: City, size: number, seed: number): DemoCrash[] {
  const random = randomStream(seed, 'crashes');
  const choose = weightedPicker(
    city.roads.map((road) => lineLength(road.line) * DRAW[road.class] * (road.name ? 1 : 0.5)),
  );
  const bad = badSections(city.roads, choose, random);
  const chooseBad = weightedPicker(bad.map(({ weight }) => weight));
  const count = crashCount(size);
  const made: DemoCrash[] = [];
  while (made.length < count) {
    const section = random() < BAD_SHARE ? bad[chooseBad(random)] : undefined;
    const road = section?.road ?? city.roads[choose(random)];
    if (!road) continue;
    const length = lineLength(road.line);
    const reach = section ? section.at * length + normal(random) * 70 : random() * length;
    const at = pointAlong(road.line, Math.min(length, Math.max(0, reach)));
    made.push(crash(jitter(at, random), road, random));
  }
  return made.sort((a, b) => a.moment - b.moment);
}

/** How many crashes a city of a size has. */
function crashCount(size: number): number {
  return Math.round(CRASHES * Math.sqrt(size / DEFAULT_SIZE));
}

function badSections(
  roads: readonly RoadSegment[],
  choose: (random: Random) => number,
  random: Random,
) {
  return Array.from({ length: BAD_SECTIONS }, () => {
    const road = roads[choose(random)];
    return { road, at: between(random, 0.15, 0.85), weight: Math.min(4, pareto(random, 1.8)) };
  });
}

function crash(at: Point, road: RoadSegment, random: Random): DemoCrash {
  const hasEbike = random() < 0.46;
  const hour = random() < 0.5 ? 17.8 + normal(random) * 2.2 : 7.8 + normal(random) * 2;
  const isNight = random() < 0.18;
  const local = isNight ? 22.5 + normal(random) * 1.8 : hour;
  const drinkDriving = random() < (isNight ? 0.22 : 0.02);
  const severity = severityOf(road.class, hasEbike, drinkDriving, random);
  return {
    at,
    moment: momentOf(local, random),
    severity,
    deaths: severity === 'fatal' ? (random() < 0.07 ? 2 : 1) : 0,
    injured: severity === 'damage' ? 0 : integerBetween(random, severity === 'fatal' ? 0 : 1, 2),
    hasEbike,
    drinkDriving,
    roadName: road.name,
  };
}

function momentOf(localHour: number, random: Random): number {
  const months = demoMonths();
  const first = months[0]?.start ?? 0;
  const last = months.at(-1);
  const days = last ? (last.start - first) / DAY + last.days : 0;
  const hour = ((localHour % 24) + 24) % 24;
  return Math.floor((first + Math.floor(random() * days) * DAY + hour * HOUR) / 60_000) * 60_000;
}

function severityOf(
  roadClass: RoadClass,
  hasEbike: boolean,
  drinkDriving: boolean,
  random: Random,
): DemoCrash['severity'] {
  const isFast = roadClass === 'motorway' || roadClass === 'trunk' || roadClass === 'primary';
  const danger = (isFast ? 1.6 : 0.8) * (hasEbike ? 1.5 : 1) * (drinkDriving ? 1.6 : 1);
  const chance = random() / danger;
  if (chance < 0.012) return 'fatal';
  if (chance < 0.07) return 'serious';
  return chance < 0.36 ? 'slight' : 'damage';
}

function pointAlong(line: Line, metres: number): Point {
  let left = metres;
  for (const [a, b] of pairs(line)) {
    const length = distance(a, b);
    if (left <= length) return along(a, b, length === 0 ? 0 : left / length);
    left -= length;
  }
  return line.at(-1) ?? [0, 0];
}

function jitter([x, y]: Point, random: Random): Point {
  return [
    x + between(random, -1, 1) * OFF_ROAD_METRES,
    y + between(random, -1, 1) * OFF_ROAD_METRES,
  ];
}
