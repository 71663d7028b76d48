import { type Random, randomStream } from '@/geo/random/random-stream';
import { type Areas, shortName } from './areas';
import {
  along,
  distance,
  isInside,
  type Line,
  lineLength,
  type Point,
  pairs,
  type Ring,
  toPlane,
} from './plane';
import { between } from './random';
import type { Road, RoadSegment } from './road';
import { windingLine } from './smooth';
import { spanningTree } from './spanning-tree';
import { streetsOf, villageLanes } from './streets';
import type { Village } from './villages';

/** Pieces of long roads, at most. */
const PIECE_METRES = 600;

/** Ways out of the city, on the outline's far side of it. */
const GATES: readonly { name: string; lon: number; lat: number; towns: readonly string[] }[] = [
  { name: '武义方向', lon: 119.9, lat: 28.87, towns: ['西城街道'] },
  { name: '金华方向', lon: 119.91, lat: 28.99, towns: ['花街镇'] },
  { name: '义乌方向', lon: 120.06, lat: 29.08, towns: ['象珠镇'] },
  { name: '东阳方向', lon: 120.17, lat: 29.09, towns: ['唐先镇', '龙山镇'] },
  { name: '磐安方向', lon: 120.34, lat: 29.01, towns: ['西溪镇'] },
  { name: '缙云方向', lon: 120.06, lat: 28.75, towns: ['前仓镇', '石柱镇'] },
];

/** Extra links beside the shortest tree: rings, so that traffic has a choice. */
const LINKS: readonly (readonly [string, string])[] = [
  ['东城街道', '江南街道'],
  ['西城街道', '江南街道'],
  ['经济开发区', '象珠镇'],
  ['经济开发区', '古山镇'],
  ['芝英镇', '石柱镇'],
  ['古山镇', '方岩镇'],
  ['古山镇', '龙山镇'],
  ['西溪镇', '龙山镇'],
  ['象珠镇', '唐先镇'],
  ['江南街道', '石柱镇'],
  ['西城街道', '花街镇'],
  ['方岩镇', '舟山镇'],
  ['唐先镇', '龙山镇'],
];

/** The whole network: motorway, town links, village roads, streets and lanes, in pieces between nodes. */
export function buildRoads(
  areas: Areas,
  villages: readonly Village[],
  outline: Ring,
  seed: number,
): RoadSegment[] {
  const random = randomStream(seed, 'roads');
  const roads = [
    ...motorway(random, outline),
    ...townLinks(areas, random),
    ...gateRoads(areas, random, outline),
    ...villageRoads(areas, villages, random),
    ...areas.towns.flatMap((town) => streetsOf(town, seed)),
    ...villages.flatMap((village) => (village.isUrban ? [] : villageLanes(village, seed))),
  ];
  return roads
    .flatMap((road) => cut(road.line, PIECE_METRES).map((line) => ({ ...road, line })))
    .filter(({ line }) => line.every((point) => isInside(point, outline)))
    .map((piece, index) => ({ id: `D${String(index + 1).padStart(6, '0')}`, ...piece }));
}

/** Crosses the county from west to north-east, north of the city. */
function motorway(random: Random, outline: Ring): Road[] {
  const corners = (
    [
      [119.9, 28.925],
      [119.99, 28.93],
      [120.06, 28.955],
      [120.13, 28.97],
      [120.2, 28.975],
      [120.27, 29.005],
      [120.33, 29.03],
    ] as const
  ).map(([lon, lat]) => toPlane(lon, lat));
  const line = pairs(corners).flatMap(([a, b]) => windingLine(a, b, 0.05, random).slice(1));
  return [{ name: '示例高速', class: 'motorway', line: inside(line, outline) }];
}

function townLinks({ towns }: Areas, random: Random): Road[] {
  const tree = spanningTree(towns.map(({ centre }) => centre)).flatMap(([a, b]) => {
    const from = towns[a];
    const to = towns[b];
    return from && to ? [[from.name, to.name] as const] : [];
  });
  const all = new Map([...tree, ...LINKS].map(([a, b]) => [[a, b].sort().join(), [a, b] as const]));
  const byName = new Map(towns.map((town) => [town.name, town]));
  return [...all.values()].flatMap(([a, b]) => {
    const from = byName.get(a);
    const to = byName.get(b);
    if (!from || !to) return [];
    return [
      {
        name: `${shortName(from)[0]}${shortName(to)[0]}公路`,
        class: from.size + to.size > 16 ? ('trunk' as const) : ('primary' as const),
        line: windingLine(from.centre, to.centre, 0.1, random),
      },
    ];
  });
}

function gateRoads({ towns }: Areas, random: Random, outline: Ring): Road[] {
  return GATES.flatMap(({ name, lon, lat, towns: names }) =>
    towns
      .filter((town) => names.includes(town.name))
      .map((town) => ({
        name: `${shortName(town)}${name.slice(0, 2)}路`,
        class: 'primary' as const,
        line: inside(windingLine(town.centre, toPlane(lon, lat), 0.1, random), outline),
      })),
  );
}

/** Each town's villages hang on its centre by a shortest tree; the thick branches are secondary roads. */
function villageRoads({ towns }: Areas, villages: readonly Village[], random: Random): Road[] {
  return towns.flatMap((town) => {
    const own = villages.filter(({ townId }) => townId === town.id);
    const nodes = [town.centre, ...own.map(({ at }) => at)];
    return spanningTree(nodes).flatMap(([a, b]) => {
      const from = nodes[a];
      const to = nodes[b];
      const village = own[b - 1];
      if (!from || !to || !village) return [];
      const isMain = random() < 0.3;
      return [
        {
          name: `${village.name.replace(/[村社区]+$/, '')}路`,
          class: isMain ? ('secondary' as const) : ('tertiary' as const),
          line: windingLine(from, to, between(random, 0.06, 0.16), random),
        },
      ];
    });
  });
}

/** The part of a line up to where it leaves the land. */
function inside(line: Line, outline: Ring): Line {
  const start = line.findIndex((point) => isInside(point, outline));
  if (start < 0) return [];
  const rest = line.slice(start);
  const end = rest.findIndex((point) => !isInside(point, outline));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Cuts a line into equal pieces no longer than wanted. */
function cut(line: Line, metres: number): Line[] {
  const total = lineLength(line);
  if (total < 1) return [];
  const piece = total / Math.ceil(total / metres);
  const pieces: Point[][] = [];
  let current: Point[] = [...line.slice(0, 1)];
  let room = piece;
  for (const [a, b] of pairs(line)) {
    let from = a;
    while (distance(from, b) > room + 1e-6) {
      const at = along(from, b, room / distance(from, b));
      pieces.push([...current, at]);
      current = [at];
      from = at;
      room = piece;
    }
    room -= distance(from, b);
    current.push(b);
  }
  if (lineLength(current) > 1) pieces.push(current);
  return pieces;
}
