import { type Random, randomStream } from '@/geo/random/random-stream';
import { DAY, TODAY } from './calendar';
import type { City } from './city';
import { type Point, polar } from './plane';
import { between, normal, pick, weightedPicker } from './random';

export type DemoHazard = {
  category: 'fire' | 'traffic' | 'work_safety' | 'food_drug' | 'gas' | 'building';
  severity: 'general' | 'major';
  title: string;
  state: 'reported' | 'assigned' | 'rectifying' | 're_check' | 'closed' | 'returned' | 'withdrawn';
  isListed: boolean;
  reported: number;
  /** Local date, `YYYY-MM-DD`. */
  deadline: string;
  closed: number | undefined;
  townId: string;
  at: Point;
};

const HAZARDS = 3200;
const TITLES: Record<DemoHazard['category'], readonly string[]> = {
  fire: ['消防通道堵塞', '灭火器过期', '楼道堆放杂物', '电动车飞线充电', '应急照明损坏'],
  traffic: ['路口视线遮挡', '标志标线缺失', '护栏破损', '路灯不亮', '急弯无警示'],
  work_safety: ['冲床防护缺失', '抛光粉尘清理不及时', '配电箱敞开', '危化品混放', '临边无防护'],
  food_drug: ['食品过期', '后厨卫生不合格', '进货台账缺失', '药品存放不当'],
  gas: ['软管老化', '未装泄漏报警器', '气瓶间不合规'],
  building: ['墙体开裂', '违规加层', '外墙脱落风险', '承重墙改动'],
};
const CATEGORIES: readonly (readonly [DemoHazard['category'], number, number])[] = [
  // category, share, working days allowed
  ['fire', 34, 7],
  ['work_safety', 26, 10],
  ['traffic', 16, 15],
  ['food_drug', 10, 5],
  ['gas', 6, 3],
  ['building', 8, 20],
];

/** Hazards of the campaign's months, most of them through the closed loop, the late ones still in it. */
export function demoHazards(city: City, seed: number): DemoHazard[] {
  const random = randomStream(seed, 'hazards');
  const chooseTown = weightedPicker(
    city.towns.map(({ size, name }) => size * (/古山|开发区|东城/.test(name) ? 3 : 1)),
  );
  const chooseCategory = weightedPicker(CATEGORIES.map(([, share]) => share));
  const villagesOf = new Map(
    city.towns.map(({ id }) => [id, city.villages.filter((v) => v.townId === id)]),
  );
  const hazards: DemoHazard[] = [];
  while (hazards.length < HAZARDS) {
    const town = city.towns[chooseTown(random)];
    const [category, , days] = CATEGORIES[chooseCategory(random)] ?? ['fire', 0, 7];
    const villages = villagesOf.get(town?.id ?? '') ?? [];
    if (!town || villages.length === 0) continue;
    const village = pick(random, villages);
    const at = polar(village.at, between(random, 0, 2 * Math.PI), Math.abs(normal(random)) * 180);
    hazards.push({ ...hazard(category, days, random), townId: town.id, at });
  }
  return hazards.sort((a, b) => a.reported - b.reported);
}

function hazard(
  category: DemoHazard['category'],
  days: number,
  random: Random,
): Omit<DemoHazard, 'townId' | 'at'> {
  const age = Math.min(130, -Math.log(1 - random()) * 45);
  const reported = Math.floor((TODAY - age * DAY) / 60_000) * 60_000;
  const isMajor = random() < 0.06;
  const state = stateAt(age, days, random);
  const took = Math.min(age * 0.98, Math.max(0.1, -Math.log(1 - random()) * days));
  return {
    category,
    severity: isMajor ? 'major' : 'general',
    title: pick(random, TITLES[category]),
    state,
    isListed: isMajor && random() < 0.4,
    reported,
    // Working days come to about 7/5 as many days.
    deadline: new Date(reported + (days * 7 * DAY) / 5 + DAY / 3).toISOString().slice(0, 10),
    closed: state === 'closed' ? Math.floor(reported + took * DAY) : undefined,
  };
}

/** How far the loop has got: the older, the nearer to its end. */
function stateAt(age: number, days: number, random: Random): DemoHazard['state'] {
  const branch = random();
  if (branch < 0.02) return 'withdrawn';
  if (branch < 0.04) return 'returned';
  const progress = (age / (days * 1.4)) * between(random, 0.5, 1.8);
  if (progress > 1) return 'closed';
  if (progress > 0.75) return 're_check';
  if (progress > 0.35) return 'rectifying';
  return progress > 0.12 ? 'assigned' : 'reported';
}
