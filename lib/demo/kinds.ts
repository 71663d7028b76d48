/** A kind of incident, how often it comes, and its rhythms. */
export type DemoKind = {
  code: string;
  nameZh: string;
  nameEn: string;
  group: 'theft' | 'fraud' | 'violence' | 'dispute' | 'vice' | 'traffic' | 'safety';
  /** Harm of one, in days of a sentence's starting point: guessed for the demo. */
  harmWeight: number;
  /** Share of all incidents. */
  share: number;
  /** Share that patrols or departments found themselves. */
  foundShare: number;
  /** How much each sort of place draws it. */
  draws: Record<PlaceSort, number>;
  /** Where in the day it peaks: local hour, spread in hours, and the share that has no hour. */
  hour: { peak: number; spread: number; flat: number };
  /** Factor at weekends. */
  weekend: number;
  /** Peak month (1 to 12) and how far it rises over the mean. */
  season: { month: number; rise: number };
};

export type PlaceSort =
  | 'centre'
  | 'market'
  | 'factory'
  | 'rental'
  | 'village'
  | 'nightlife'
  | 'road';

const draws = (
  centre: number,
  market: number,
  factory: number,
  rental: number,
  village: number,
  nightlife: number,
  road = 0.3,
): Record<PlaceSort, number> => ({ centre, market, factory, rental, village, nightlife, road });

export const DEMO_KINDS: readonly DemoKind[] = [
  {
    code: 'theft_ebike',
    nameZh: '盗窃电动车',
    nameEn: 'E-bike theft',
    group: 'theft',
    harmWeight: 20,
    share: 0.13,
    foundShare: 0.04,
    draws: draws(2, 2.4, 1.4, 3, 0.5, 1),
    hour: { peak: 1, spread: 4, flat: 0.35 },
    weekend: 1,
    season: { month: 10, rise: 0.2 },
  },
  {
    code: 'burglary',
    nameZh: '入室盗窃',
    nameEn: 'Burglary',
    group: 'theft',
    harmWeight: 180,
    share: 0.06,
    foundShare: 0.02,
    draws: draws(0.8, 0.6, 0.9, 3.2, 1.5, 0.3),
    hour: { peak: 2, spread: 3.5, flat: 0.25 },
    weekend: 1.1,
    season: { month: 1, rise: 0.35 },
  },
  {
    code: 'theft',
    nameZh: '其他盗窃',
    nameEn: 'Other theft',
    group: 'theft',
    harmWeight: 15,
    share: 0.12,
    foundShare: 0.04,
    draws: draws(2.5, 4, 1.2, 1.2, 0.5, 1.2),
    hour: { peak: 16, spread: 5, flat: 0.3 },
    weekend: 1.15,
    season: { month: 12, rise: 0.2 },
  },
  {
    code: 'fraud',
    nameZh: '电信网络诈骗',
    nameEn: 'Telecom and online fraud',
    group: 'fraud',
    harmWeight: 120,
    share: 0.11,
    foundShare: 0.01,
    draws: draws(1.6, 0.8, 1.6, 1.6, 0.8, 0.4),
    hour: { peak: 14, spread: 4.5, flat: 0.2 },
    weekend: 0.85,
    season: { month: 11, rise: 0.15 },
  },
  {
    code: 'assault',
    nameZh: '斗殴',
    nameEn: 'Brawl',
    group: 'violence',
    harmWeight: 90,
    share: 0.08,
    foundShare: 0.1,
    draws: draws(1, 0.8, 1, 1.2, 0.4, 6),
    hour: { peak: 22.5, spread: 2.5, flat: 0.15 },
    weekend: 1.5,
    season: { month: 7, rise: 0.35 },
  },
  {
    code: 'dispute',
    nameZh: '纠纷',
    nameEn: 'Dispute',
    group: 'dispute',
    harmWeight: 3,
    share: 0.31,
    foundShare: 0.06,
    draws: draws(1.5, 1.6, 1.6, 1.8, 1.1, 1),
    hour: { peak: 19, spread: 4.5, flat: 0.25 },
    weekend: 1.1,
    season: { month: 8, rise: 0.15 },
  },
  {
    code: 'vice',
    nameZh: '涉黄赌毒',
    nameEn: 'Vice, gambling and drugs',
    group: 'vice',
    harmWeight: 60,
    share: 0.05,
    foundShare: 0.55,
    draws: draws(0.8, 0.5, 0.6, 2, 0.7, 4),
    hour: { peak: 21.5, spread: 3.5, flat: 0.15 },
    weekend: 1.25,
    season: { month: 2, rise: 0.3 },
  },
  {
    code: 'fire',
    nameZh: '火灾',
    nameEn: 'Fire',
    group: 'safety',
    harmWeight: 150,
    share: 0.025,
    foundShare: 0.05,
    draws: draws(0.7, 1, 2.4, 2.2, 1, 0.4),
    hour: { peak: 17, spread: 5, flat: 0.45 },
    weekend: 1,
    season: { month: 1, rise: 0.45 },
  },
  {
    code: 'work_accident',
    nameZh: '安全生产事故',
    nameEn: 'Work-safety accident',
    group: 'safety',
    harmWeight: 200,
    share: 0.015,
    foundShare: 0.2,
    draws: draws(0.3, 0.3, 5, 0.3, 0.4, 0),
    hour: { peak: 11, spread: 3.5, flat: 0.15 },
    weekend: 0.7,
    season: { month: 7, rise: 0.2 },
  },
];

/** Crashes come from crashes.ts: they lie on roads. */
export const CRASH_KIND = {
  code: 'crash',
  nameZh: '交通事故',
  nameEn: 'Traffic crash',
  group: 'traffic',
  harmWeight: 40,
} as const;
