import { type Random, randomStream } from '@/geo/random/random-stream';
import { boxOf, distance, isInside, type Point, type Ring } from './plane';
import { between } from './random';
import { type Patch, tessellate } from './tessellation';
import type { TownSketch } from './towns';
import { type PolygonRings, unionOf } from './union';

export type Area = {
  id: string;
  name: string;
  townId: string;
  geometry: PolygonRings[];
  centre: Point;
};
export type Areas = {
  towns: (TownSketch & { geometry: PolygonRings[]; patches: readonly Patch[] })[];
  grids: Area[];
  patrolZones: Area[];
};

const GRIDS = 300;
const PATROL_ZONES = 42;

/** Shares the land out among towns, and each town's among its grids and patrol zones. */
export function divideLand(outline: Ring, sketches: readonly TownSketch[], seed: number): Areas {
  const patches = tessellate(outline, spacingBy(sketches), seed);
  const owned = new Map(sketches.map(({ id }) => [id, [] as Patch[]]));
  for (const patch of patches) owned.get(townOf(patch.site, sketches).id)?.push(patch);
  const towns = sketches.map((sketch) => {
    const own = owned.get(sketch.id) ?? [];
    return { ...sketch, patches: own, geometry: unionOf(own) };
  });
  const total = sketches.reduce((sum, { size }) => sum + size, 0);
  const areas = (
    subject: string,
    count: number,
    least: number,
    name: (town: TownSketch, n: number) => string,
  ) =>
    towns.flatMap((town) => {
      const share = Math.max(least, Math.round((count * town.size) / total));
      const random = randomStream(seed, `${subject}/${town.id}`);
      return partition(town.patches, share, random).map((own, index) => ({
        id: `${town.id}-${subject}-${String(index + 1).padStart(3, '0')}`,
        name: name(town, index + 1),
        townId: town.id,
        geometry: unionOf(own),
        centre: meanOf(own),
      }));
    });
  return {
    towns,
    grids: areas('G', GRIDS, 8, (town, n) => `${shortName(town)}第${n}网格`),
    patrolZones: areas('P', PATROL_ZONES, 2, (town, n) => `${shortName(town)}${n}号巡防区`),
  };
}

/** 古山镇 is called 古山 in the names of its parts. */
export function shortName({ name }: { name: string }): string {
  return name.replace(/(街道|镇)$/, '').replace('经济开发区', '开发区');
}

/** Patches of 450 m in town, of 1,200 m in the hills. */
function spacingBy(sketches: readonly TownSketch[]): (point: Point) => number {
  return (point) => {
    const away = Math.min(
      ...sketches.map(({ centre, urbanMetres }) => distance(point, centre) / urbanMetres),
    );
    return 450 + 750 * Math.min(1, Math.max(0, (away - 0.8) / 2.2));
  };
}

function townOf(site: Point, sketches: readonly TownSketch[]): TownSketch {
  const ranked = [...sketches].sort(
    (a, b) => distance(site, a.centre) - a.reachMetres - (distance(site, b.centre) - b.reachMetres),
  );
  const [first] = ranked;
  if (!first) throw new RangeError('a city needs towns');
  return first;
}

/** Groups patches into compact parts of about equal number (Lloyd's k-means on their sites). */
function partition(patches: readonly Patch[], count: number, random: Random): Patch[][] {
  let centres = spread(patches, count, random);
  let groups: Patch[][] = [];
  for (let round = 0; round < 12; round++) {
    groups = centres.map(() => []);
    for (const patch of patches) groups[nearestIndex(patch.site, centres)]?.push(patch);
    centres = groups.map((group, index) =>
      group.length > 0 ? meanOf(group) : (centres[index] ?? [0, 0]),
    );
  }
  return groups.filter((group) => group.length > 0);
}

/** Starting centres: each next one is far from those before, though not always the farthest. */
function spread(patches: readonly Patch[], count: number, random: Random): Point[] {
  const centres: Point[] = [];
  let gaps = patches.map(({ site }) => ({ site, metres: 1e9 }));
  while (centres.length < count) {
    const chosen = largest(gaps, ({ metres }) => metres * between(random, 0.6, 1));
    if (!chosen) break;
    centres.push(chosen.site);
    gaps = gaps.map(({ site, metres }) => ({
      site,
      metres: Math.min(metres, distance(site, chosen.site)),
    }));
  }
  return centres;
}

function largest<T>(items: readonly T[], worth: (item: T) => number): T | undefined {
  let best: T | undefined;
  let most = 0;
  for (const item of items) {
    const value = worth(item);
    if (value <= most) continue;
    most = value;
    best = item;
  }
  return best;
}

function nearestIndex(point: Point, centres: readonly Point[]): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, centre] of centres.entries()) {
    const metres = distance(point, centre);
    if (metres >= least) continue;
    least = metres;
    nearest = index;
  }
  return nearest;
}

function meanOf(patches: readonly Patch[]): Point {
  let x = 0;
  let y = 0;
  for (const { site } of patches) {
    x += site[0];
    y += site[1];
  }
  return [x / patches.length, y / patches.length];
}

/** A point inside an area, found by throwing. */
export function randomPointIn(geometry: readonly PolygonRings[], random: Random): Point {
  const shells = geometry.flatMap((rings) => rings.slice(0, 1));
  const box = boxOf(shells.flat());
  for (;;) {
    const point: Point = [
      between(random, box.west, box.east),
      between(random, box.south, box.north),
    ];
    if (shells.some((shell) => isInside(point, shell))) return point;
  }
}
