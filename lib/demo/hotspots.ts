import { type Random, randomStream } from '@/geo/random/random-stream';
import { randomPointIn } from './areas';
import type { City } from './city';
import type { PlaceSort } from './kinds';
import { distance, isInside, type Point, polar } from './plane';
import { between, integerBetween, normal, pareto } from './random';

/** A small place that draws incidents: an alley, a market gate, a factory's bicycle shed. */
export type MicroPlace = {
  at: Point;
  /** Standard deviation of the incidents around it. */
  spreadMetres: number;
  sort: PlaceSort;
  weight: number;
  drift: Drift;
};

/** How a place's draw changes: most stay, some come up, some fade, some flare for a season. */
export type Drift = { shape: 'steady' | 'emerging' | 'fading' | 'flare'; month: number };

const SORTS_OF_TOWN: readonly (readonly [PlaceSort, number])[] = [
  ['centre', 6],
  ['market', 3],
  ['factory', 7],
  ['rental', 12],
  ['nightlife', 4],
  ['road', 6],
];
const MONTHS = 39;

/** Few places hold most incidents: their weights have a Pareto tail. */
export function microPlaces(city: City, seed: number): MicroPlace[] {
  const random = randomStream(seed, 'micro-places');
  const inTowns = city.towns.flatMap((town) =>
    SORTS_OF_TOWN.flatMap(([sort, base]) => {
      const count = Math.round(base * (town.size / 4));
      const isZone = town.kind === 'zone';
      const factor = sort === 'factory' && isZone ? 2.2 : 1;
      return Array.from({ length: count }, () => {
        const reach = town.urbanMetres * (sort === 'factory' || sort === 'rental' ? 0.75 : 0.45);
        const at = polar(
          town.centre,
          between(random, 0, 2 * Math.PI),
          Math.abs(normal(random)) * reach,
        );
        return place(
          random,
          nearestStreet(at, city, random),
          sort,
          factor * 0.8 * (town.size / 6) ** 0.35,
        );
      });
    }),
  );
  const inVillages = city.villages.flatMap((village) =>
    Array.from({ length: integerBetween(random, 1, 3) }, (_, index) => {
      const at = polar(village.at, between(random, 0, 2 * Math.PI), Math.abs(normal(random)) * 130);
      const sort: PlaceSort = index === 0 ? 'village' : random() < 0.5 ? 'rental' : 'factory';
      return place(random, at, sort, village.isUrban ? 0.7 : 0.62);
    }),
  );
  const anywhere = city.towns.flatMap((town) =>
    Array.from({ length: 24 }, () => ({
      ...place(random, randomPointIn(town.geometry, random), 'village', 0.3),
      spreadMetres: 900,
    })),
  );
  return [...inTowns, ...inVillages, ...anywhere].filter(({ at }) => isInside(at, city.outline));
}

function place(random: Random, at: Point, sort: PlaceSort, factor: number): MicroPlace {
  return {
    at,
    spreadMetres: between(random, 40, 190),
    sort,
    weight: factor * Math.min(16, pareto(random, 1.3)),
    drift: driftOf(random),
  };
}

function driftOf(random: Random): Drift {
  const chance = random();
  const month = integerBetween(random, 6, MONTHS - 4);
  if (chance < 0.72) return { shape: 'steady', month };
  if (chance < 0.84) return { shape: 'emerging', month: integerBetween(random, 18, MONTHS - 3) };
  return { shape: chance < 0.94 ? 'fading' : 'flare', month };
}

/** Incidents are told by address: most lie by a street. */
function nearestStreet(at: Point, city: City, random: Random): Point {
  let nearest = at;
  let least = 400;
  for (const { line } of city.roads) {
    const [end] = line;
    if (!end) continue;
    const metres = distance(at, end);
    if (metres >= least) continue;
    least = metres;
    nearest = end;
  }
  return polar(nearest, between(random, 0, 2 * Math.PI), between(random, 5, 40));
}

/** Factor of a place's draw in a month. */
export function driftFactor({ shape, month }: Drift, index: number): number {
  const since = index - month;
  switch (shape) {
    case 'steady':
      return 1;
    case 'emerging':
      return 0.25 + 2.2 / (1 + Math.exp(-since / 2.5));
    case 'fading':
      return 0.2 + 1.6 / (1 + Math.exp(since / 3));
    case 'flare':
      return 0.6 + 3.5 * Math.exp(-((since / 1.8) ** 2));
    default:
      throw new RangeError(`no drift ${shape satisfies never}`);
  }
}
