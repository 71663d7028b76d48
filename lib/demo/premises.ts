import { type Random, randomStream } from '@/geo/random/random-stream';
import { DAY, HOUR, TODAY } from './calendar';
import type { City } from './city';
import { isInside, type Point, polar } from './plane';
import { between, integerBetween, normal, pick, weightedPicker } from './random';

export type DemoPremises = {
  kind: 'rental' | 'three_in_one' | 'workshop';
  name: string;
  address: string;
  storeys: number;
  rooms: number;
  tenants: number;
  yearBuilt: number;
  townId: string;
  /** Last check; absent: never. */
  checked: number | undefined;
  attributes: {
    floor_area_m2: number;
    alley_width_m: number;
    sealed_windows: boolean;
    hydrant_metres: number;
  };
  defects: { kind: string; found: number; closed: number | undefined }[];
  at: Point;
};

/** The reports count 2,850 rental houses checked in Gushan and 5,624 hazards found in them. */
const GUSHAN = '330784108';
const GUSHAN_HOUSES = 2850;
const DEFECTS_PER_HOUSE = 5624 / 2850;
const OTHER_HOUSES: Record<string, number> = {
  '330784001': 420,
  '330784400': 1260,
  '330784115': 380,
  '330784002': 240,
};
/** Kinds of defect (defect_kind.code) and how common each is. */
const DEFECTS: readonly (readonly [string, number])[] = [
  ['ebike_indoors', 20],
  ['no_smoke_alarm', 18],
  ['wiring', 15],
  ['no_extinguisher', 14],
  ['sealed_window', 9],
  ['single_exit', 7],
  ['crowding', 6],
  ['combustible_partition', 4],
  ['kitchen_in_corridor', 3],
  ['gas_in_bedroom', 2.5],
  ['unregistered', 1.5],
];
/** 2020-04-21, the campaign's first day, local midnight. */
const CAMPAIGN_START = Date.parse('2020-04-21T00:00:00+08:00');

/** Rental houses in belts around villages and factories, with what checks found. */
export function demoPremises(city: City, seed: number): DemoPremises[] {
  const counts = { [GUSHAN]: GUSHAN_HOUSES, ...OTHER_HOUSES };
  return Object.entries(counts).flatMap(([townId, count]) => {
    const random = randomStream(seed, `premises/${townId}`);
    return housesOf(city, townId, count, random);
  });
}

function housesOf(city: City, townId: string, count: number, random: Random): DemoPremises[] {
  const town = city.towns.find(({ id }) => id === townId);
  const villages = city.villages.filter((village) => village.townId === townId);
  if (!town || villages.length === 0) return [];
  const choose = weightedPicker(villages.map(() => between(random, 0.1, 1) ** 2));
  const chooseDefect = weightedPicker(DEFECTS.map(([, weight]) => weight));
  const shells = town.geometry.flatMap((rings) => rings.slice(0, 1));
  const houses: DemoPremises[] = [];
  const numbers = new Map<string, number>();
  while (houses.length < count) {
    const village = villages[choose(random)];
    if (!village) continue;
    const at = polar(
      village.at,
      between(random, 0, 2 * Math.PI),
      Math.abs(normal(random)) * 190 + 15,
    );
    if (!shells.some((shell) => isInside(at, shell))) continue;
    const number = (numbers.get(village.name) ?? 0) + 1;
    numbers.set(village.name, number);
    const address = `${village.name}${number}号`;
    houses.push(
      house(random, { townId, address, at }, () => DEFECTS[chooseDefect(random)]?.[0] ?? 'wiring'),
    );
  }
  return houses;
}

function house(
  random: Random,
  place: { townId: string; address: string; at: Point },
  nextDefect: () => string,
): DemoPremises {
  const storeys = integerBetween(random, 2, 5);
  const rooms = storeys * integerBetween(random, 2, 6);
  const kind = random() < 0.03 ? 'three_in_one' : random() < 0.04 ? 'workshop' : 'rental';
  const isChecked = place.townId === GUSHAN || random() < 0.7;
  const checked = isChecked
    ? CAMPAIGN_START + Math.floor(random() * 60) * DAY + integerBetween(random, 9, 17) * HOUR
    : undefined;
  return {
    ...place,
    kind,
    name: `${place.address}${kind === 'rental' ? '出租房' : kind === 'workshop' ? '小作坊' : '三合一场所'}`,
    storeys,
    rooms,
    tenants: Math.max(1, Math.round(rooms * between(random, 0.5, 2))),
    yearBuilt: integerBetween(random, 1978, 2016),
    checked,
    attributes: {
      floor_area_m2: Math.round(rooms * between(random, 11, 24)),
      alley_width_m: Math.round(between(random, 1.2, 7) * 10) / 10,
      sealed_windows: random() < 0.18,
      hydrant_metres: Math.round(between(random, 15, 420)),
    },
    defects: checked === undefined ? [] : defects(random, checked, nextDefect),
  };
}

/** Bad houses have many: the number found is over-dispersed, with the published mean. */
function defects(
  random: Random,
  checked: number,
  nextDefect: () => string,
): DemoPremises['defects'] {
  const mean = DEFECTS_PER_HOUSE * pick(random, [0.25, 0.5, 0.75, 1, 1.5, 2]);
  const kinds = new Set<string>();
  const wanted = Math.min(DEFECTS.length, count(random, mean));
  while (kinds.size < wanted) kinds.add(nextDefect());
  return [...kinds].map((kind) => {
    const days = -Math.log(1 - random()) * 22;
    const closed = checked + Math.max(0.02, days) * DAY;
    return { kind, found: checked, closed: closed < TODAY ? Math.floor(closed) : undefined };
  });
}

function count(random: Random, mean: number): number {
  let product = random();
  let value = 0;
  for (const limit = Math.exp(-mean); product > limit; product *= random()) value++;
  return value;
}
