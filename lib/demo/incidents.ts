import { type Random, randomStream } from '@/geo/random/random-stream';
import { DAY, type DemoMonth, demoMonths, HOUR, monthOf, TODAY, weekdayOf } from './calendar';
import type { City } from './city';
import { driftFactor, type MicroPlace, microPlaces } from './hotspots';
import { DEMO_KINDS, type DemoKind } from './kinds';
import { isInside, type Point } from './plane';
import { between, normal, poisson, weightedPicker } from './random';

export type DemoIncident = {
  kind: string;
  /** Milliseconds; equal for an instant. */
  from: number;
  to: number;
  reported: number;
  origin: 'citizen' | 'patrol' | 'department';
  at: Point;
};

/** Near repeats: a theft is followed nearby, soon, by this many more on average. */
const REPEATS_PER_THEFT = 0.16;
const REPEAT_DAYS = 4;
const REPEAT_METRES = 75;
const REPEAT_LIMIT_DAYS = 14;
const REPEAT_LIMIT_METRES = 200;
/** Growth of all incidents a year, and the drop of the weeks in which everybody stayed at home. */
const YEARLY_GROWTH = 0.03;
const LOCKDOWN: Record<string, number> = { '2020-02': 0.35, '2020-03': 0.7 };

/**
 * About `size` incidents, month by month in the order in which they happened, with clusters that last, come
 * and go, seasons, weekly and daily rhythm, and near repeats.
 */
export function* demoIncidents(city: City, size: number, seed: number): Generator<DemoIncident[]> {
  const random = randomStream(seed, 'incidents');
  const places = microPlaces(city, seed);
  const months = demoMonths();
  const expected = expectedCounts(months, size);
  let carried: DemoIncident[] = [];
  for (const month of months) {
    const fresh = DEMO_KINDS.flatMap((kind) => {
      const repeated = kind.group === 'theft' ? 1 + REPEATS_PER_THEFT : 1;
      const count = poisson(random, expected(kind, month) / repeated);
      return count > 0 ? burst(kind, month, count, places, city, random) : [];
    });
    const all = [...carried, ...fresh];
    const now = all.filter(({ from }) => monthOf(from) === month.month);
    carried = all.filter(({ from }) => monthOf(from) > month.month && from < TODAY);
    yield now.sort((a, b) => a.from - b.from);
  }
}

/** Expected incidents of a kind in a month, such that all of them come to `size`. */
function expectedCounts(months: readonly DemoMonth[], size: number) {
  const factor = ({ season }: DemoKind, month: DemoMonth) => {
    const phase = ((month.calendarMonth - season.month) / 12) * 2 * Math.PI;
    return (
      (month.days / 30) *
      (1 + season.rise * Math.cos(phase)) *
      (1 + YEARLY_GROWTH) ** (month.index / 12) *
      (LOCKDOWN[month.month] ?? 1)
    );
  };
  const all = months.reduce(
    (sum, month) =>
      sum + DEMO_KINDS.reduce((more, kind) => more + kind.share * factor(kind, month), 0),
    0,
  );
  return (kind: DemoKind, month: DemoMonth) => (size * kind.share * factor(kind, month)) / all;
}

/** One kind's incidents of a month, with the repeats that follow them. */
function burst(
  kind: DemoKind,
  month: DemoMonth,
  count: number,
  places: readonly MicroPlace[],
  city: City,
  random: Random,
): DemoIncident[] {
  const choose = weightedPicker(
    places.map(
      (place) => place.weight * kind.draws[place.sort] * driftFactor(place.drift, month.index),
    ),
  );
  const result: DemoIncident[] = [];
  for (let made = 0; made < count; made++) {
    const place = places[choose(random)];
    if (!place) continue;
    const at = scatter(place.at, place.spreadMetres, city, random);
    const first = incident(kind, momentIn(kind, month, random), at, random);
    result.push(first);
    if (kind.group === 'theft') result.push(...repeats(kind, first, city, random));
  }
  return result;
}

function scatter(centre: Point, metres: number, city: City, random: Random): Point {
  for (let tries = 0; tries < 8; tries++) {
    const at: Point = [centre[0] + normal(random) * metres, centre[1] + normal(random) * metres];
    if (isInside(at, city.outline)) return at;
  }
  return centre;
}

/** A moment of the month by the kind's weekly and daily rhythm. */
function momentIn(kind: DemoKind, month: DemoMonth, random: Random): number {
  const most = Math.max(1, kind.weekend);
  for (;;) {
    const day = month.start + Math.floor(random() * month.days) * DAY;
    const weekday = weekdayOf(day + 12 * HOUR);
    const weight = weekday === 0 || weekday === 6 ? kind.weekend : 1;
    if (random() * most > weight) continue;
    return day + hourOf(kind, random) * HOUR;
  }
}

function hourOf({ hour }: DemoKind, random: Random): number {
  if (random() < hour.flat) return between(random, 0, 24);
  return (((hour.peak + normal(random) * hour.spread) % 24) + 24) % 24;
}

/** Nights are told as from–to: the bicycle was there in the evening and gone in the morning. */
function incident(kind: DemoKind, moment: number, at: Point, random: Random): DemoIncident {
  const from = Math.floor(moment / 60_000) * 60_000;
  const isNight = kind.group === 'theft' && random() < 0.3;
  const to = from + (isNight ? Math.round(between(random, 2, 9) * 60) * 60_000 : 0);
  const found = random() < kind.foundShare;
  return {
    kind: kind.code,
    from,
    to,
    reported: to + Math.round(-Math.log(1 - random()) * 40) * 60_000,
    origin: found ? (random() < 0.8 ? 'patrol' : 'department') : 'citizen',
    at,
  };
}

function repeats(kind: DemoKind, first: DemoIncident, city: City, random: Random): DemoIncident[] {
  const followers: DemoIncident[] = [];
  for (let left = poisson(random, REPEATS_PER_THEFT); left > 0; left--) {
    const days = Math.min(REPEAT_LIMIT_DAYS, -Math.log(1 - random()) * REPEAT_DAYS);
    const angle = between(random, 0, 2 * Math.PI);
    const metres = Math.min(REPEAT_LIMIT_METRES, Math.abs(normal(random)) * REPEAT_METRES);
    const at: Point = [
      first.at[0] + Math.cos(angle) * metres,
      first.at[1] + Math.sin(angle) * metres,
    ];
    if (!isInside(at, city.outline)) continue;
    followers.push(incident(kind, first.from + Math.max(0.2, days) * DAY, at, random));
  }
  return followers;
}
