import { isInside, type Point, type Ring } from './plane';
import { between, type Random, randomStream } from './random';
import type { Road } from './roads';
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

function lattice(
  centre: Point,
  built: Ring,
  { spacing, steps, gaps, names, random }: Lattice,
): Road[] {
  const turn = between(random, -0.5, 0.5);
  const bend = between(random, -0.06, 0.06);
  const nodes = new Map<string, Point>();
  for (let i = -steps; i <= steps; i++) {
    for (let j = -steps; j <= steps; j++) {
      const u = i * spacing + between(random, -0.14, 0.14) * spacing;
      const v = j * spacing + between(random, -0.14, 0.14) * spacing;
      const angle = turn + (bend * v) / (spacing * 4);
      const node: Point = [
        centre[0] + u * Math.cos(angle) - v * Math.sin(angle),
        centre[1] + u * Math.sin(angle) + v * Math.cos(angle),
      ];
      if (isInside(node, built)) nodes.set(`${i},${j}`, node);
    }
  }
  const roads: Road[] = [];
  for (const [key, from] of nodes) {
    const [i = 0, j = 0] = key.split(',').map(Number);
    for (const isAlong of [true, false]) {
      const to = nodes.get(isAlong ? `${i + 1},${j}` : `${i},${j + 1}`);
      const order = isAlong ? j : i;
      const isMain = names && order % 3 === 0;
      if (!to || (!isMain && random() < gaps)) continue;
      const list = isAlong ? NAMES_ALONG : NAMES_ACROSS;
      const name = names
        ? (list[Math.abs(order + (order < 0 ? 5 : 0)) % list.length] ?? null)
        : null;
      roads.push({
        name: isMain || Math.abs(order) < 6 ? name : null,
        class: isMain ? 'secondary' : 'local',
        line: [from, to],
      });
    }
  }
  return roads;
}
