import { type Random, randomStream } from '@/geo/random/random-stream';
import { isInside, type Point, type Ring } from './plane';
import { between } from './random';
import type { Road } from './road';
import type { TownSketch } from './towns';
import type { Village } from './villages';
import { blob } from './water';

const NAMES_ALONG = [
  '人民路',
  '建设路',
  '文化路',
  '兴工路',
  '望春路',
  '丽州路',
  '五金大道',
  '花园路',
  '河滨路',
  '永安路',
];
const NAMES_ACROSS = [
  '和平街',
  '解放街',
  '胜利街',
  '新华街',
  '农贸街',
  '学院街',
  '工业街',
  '南苑街',
  '北苑街',
  '金城街',
];

/** A town's streets: a bent lattice inside an uneven built-up area, with gaps. */
export function streetsOf(town: TownSketch, seed: number): Road[] {
  const random = randomStream(seed, `streets/${town.id}`);
  const built = blob(town.centre, town.urbanMetres, random);
  return lattice(town.centre, built, {
    spacing: between(random, 190, 260),
    steps: Math.ceil((town.urbanMetres * 1.6) / 190),
    gaps: 0.12,
    names: true,
    random,
  });
}

/** A village's lanes: a small lattice around it. */
export function villageLanes(village: Village, seed: number): Road[] {
  const random = randomStream(seed, `lanes/${village.id}`);
  const built = blob(village.at, between(random, 110, 230), random);
  return lattice(village.at, built, {
    spacing: between(random, 70, 110),
    steps: 4,
    gaps: 0.2,
    names: false,
    random,
  });
}

type Lattice = { spacing: number; steps: number; gaps: number; names: boolean; random: Random };

/** Streets between neighbouring corners, some of them missing; every third line is a main street. */
function lattice(centre: Point, built: Ring, options: Lattice): Road[] {
  const nodes = corners(centre, built, options);
  const roads: Road[] = [];
  for (const [i, row] of nodes) {
    for (const [j, from] of row) {
      const east = nodes.get(i + 1)?.get(j);
      const north = row.get(j + 1);
      if (east) roads.push(...street([from, east], j, NAMES_ALONG, options));
      if (north) roads.push(...street([from, north], i, NAMES_ACROSS, options));
    }
  }
  return roads;
}

/** The corners of a turned and bent lattice that lie in the built-up area, by column and row. */
function corners(
  centre: Point,
  built: Ring,
  { spacing, steps, random }: Lattice,
): Map<number, Map<number, Point>> {
  const turn = between(random, -0.5, 0.5);
  const bend = between(random, -0.06, 0.06);
  const range = Array.from({ length: 2 * steps + 1 }, (_, index) => index - steps);
  const corner = (i: number, j: number): Point => {
    const u = (i + between(random, -0.14, 0.14)) * spacing;
    const v = (j + between(random, -0.14, 0.14)) * spacing;
    const angle = turn + (bend * v) / (spacing * 4);
    return [
      centre[0] + u * Math.cos(angle) - v * Math.sin(angle),
      centre[1] + u * Math.sin(angle) + v * Math.cos(angle),
    ];
  };
  return new Map(
    range.map((i) => {
      const column = range.map((j) => [j, corner(i, j)] as const);
      return [i, new Map(column.filter(([, at]) => isInside(at, built)))] as const;
    }),
  );
}

function street(
  line: readonly [Point, Point],
  order: number,
  list: readonly string[],
  { names, gaps, random }: Lattice,
): Road[] {
  const isMain = names && order % 3 === 0;
  if (!isMain && random() < gaps) return [];
  const name = list[(order + list.length * 4) % list.length] ?? null;
  return [
    {
      // The outermost streets have no name of their own.
      name: names && (isMain || Math.abs(order) < 6) ? name : null,
      class: isMain ? 'secondary' : 'local',
      line,
    },
  ];
}
