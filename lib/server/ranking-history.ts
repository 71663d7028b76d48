import 'server-only';
import type { Db } from '@/db/client';
import type { RankedPlace } from '@/db/queries/ranking';
import {
  type HistoryScope,
  readCells,
  readDailyHistory,
  readMonthlyHistory,
} from '@/db/queries/ranking/history';
import { isOfAllKinds } from '@/db/queries/ranking/scope';
import { neighbours } from '@/geo/grid/neighbours';
import { groupSteps, type History, type Weighing } from '@/geo/ranking/history';
import type { Known } from '@/geo/ranking/score-places';
import { cellBox } from '@/geo/ranking/spread';
import { addMonths, monthsBetween } from '@/lib/format/month';

/** A history and the day on which each of its steps begins, one more than there are steps: `YYYY-MM-DD`. */
export type RankingHistory = { known: Known; begins: readonly string[] };

/** How far back rankers look by days. */
const DAYS_BACK = 56;
const DAY_MILLISECONDS = 86_400_000;

type Asked = {
  scope: HistoryScope;
  place: RankedPlace & { firstMonth: string };
  weighing: Weighing;
  /** First month that will be ranked, and the last whose incidents are wanted: `YYYY-MM`. */
  firstRanked: string;
  last: string;
};

/** All that rankings and their backtests go by, in memory: the cells and their incidents by month. */
export async function readMonths(db: Db, asked: Asked): Promise<RankingHistory> {
  const { scope, place, weighing, firstRanked, last } = asked;
  const cells = await readCells(db, scope.jurisdiction);
  const { firstMonth } = place;
  const steps = Math.max(0, monthsBetween(firstMonth, last) + 1);
  const begins = Array.from(
    { length: steps + 1 },
    (_, step) => `${addMonths(firstMonth.slice(0, 7), step)}-01`,
  );
  const span = { firstMonth, lastMonth: `${last}-01`, places: cells.length, steps };
  const ranked = await readMonthlyHistory(db, scope, span);
  const allKinds = isOfAllKinds(scope)
    ? ranked
    : await readMonthlyHistory(db, { ...scope, kind: null, group: null }, span);
  const [from = firstMonth] = [dayAfter(`${firstRanked}-01`, -DAYS_BACK), firstMonth]
    .sort()
    .reverse();
  const days = await readDays(db, asked, {
    places: cells.length,
    from,
    before: `${last}-01`,
  });
  return {
    begins,
    known: {
      ...fieldOf(place, cells),
      ranked,
      allKinds,
      days,
      firstDays: begins.map((day) => daysBetween(firstMonth, day)),
      stepsAYear: 12,
      weighing,
    },
  };
}

/** The same by weeks, the first of which begins on a Monday. Reads incidents, not facts: those know months only. */
export async function readWeeks(db: Db, asked: Asked): Promise<RankingHistory> {
  const { scope, place, weighing, last } = asked;
  const cells = await readCells(db, scope.jurisdiction);
  const firstDay = mondayBefore(place.firstMonth);
  const before = `${addMonths(last, 1)}-01`;
  const read = { places: cells.length, from: firstDay, before };
  const firstMonday = { ...asked, place: { ...place, firstMonth: firstDay } };
  const days = await readDays(db, firstMonday, read);
  const allDays = isOfAllKinds(scope)
    ? days
    : await readDays(db, { ...firstMonday, scope: { ...scope, kind: null, group: null } }, read);
  const weeks = Math.floor(days.steps / 7);
  const ranked = groupSteps(days, 7, weeks);
  const begins = Array.from({ length: weeks + 1 }, (_, week) => dayAfter(firstDay, 7 * week));
  return {
    begins,
    known: {
      ...fieldOf(place, cells),
      ranked,
      allKinds: allDays === days ? ranked : groupSteps(allDays, 7, weeks),
      days,
      firstDays: begins.map((_, week) => 7 * week),
      stepsAYear: 52,
      weighing,
    },
  };
}

function fieldOf({ cellShape }: RankedPlace, cells: readonly { i: number; j: number }[]) {
  return { box: cellBox(cellShape, cells), neighbours: neighbours(cellShape, cells) };
}

function readDays(
  db: Db,
  { scope, place }: Asked,
  { places, from, before }: { places: number; from: string; before: string },
): Promise<History> {
  const { firstMonth: firstDay, timezone } = place;
  const steps = Math.max(0, daysBetween(firstDay, before));
  return readDailyHistory(db, scope, { firstDay, from, before, timezone, places, steps });
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS);
}

/** The day so many days later, as `YYYY-MM-DD`. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

function mondayBefore(day: string): string {
  const weekday = (new Date(Date.parse(day)).getUTCDay() + 6) % 7;
  return dayAfter(day, -weekday);
}
