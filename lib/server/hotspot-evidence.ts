import 'server-only';
import type { Db } from '@/db/client';
import { listClockSpans, listRepeatPoints, type RepeatPoint } from '@/db/queries/cell-incidents';
import { findCellHistory, listNeighbours, type NeighbourCell } from '@/db/queries/hotspot-details';
import type { CellPlace } from '@/db/queries/place-names';
import { listRanks } from '@/db/queries/ranking-runs';
import { conditionalTest } from '@/geo/stats/conditional-test';
import { poissonInterval } from '@/geo/stats/poisson-interval';
import { weekHours } from '@/geo/stats/week-hours';
import { UserError } from '@/lib/user-error';
import type { RankingRequest } from '@/lib/validation/ranking';
import { resolveRanker } from './auto-ranker';
import { findOrStoreRun, prepareRanking } from './ranking';

/** What single incidents say of a cell, and what lies around it. */
export type HotspotEvidence = {
  /** How far back single incidents are looked at. */
  months: number;
  hours: {
    /** Incidents by hour of the week, Monday 00:00 first; two decimals. */
    weights: number[];
    timed: number;
    /** At midnight sharp, or over a day or more: no hour is known. */
    untimed: number;
  };
  /** The last months, oldest first, each with the interval of 95 % for the mean behind its count. */
  series: { month: string; count: number; interval: [number, number] }[];
  /** Mean a month of the series, and its interval of 95 %. */
  mean: { value: number; interval: [number, number] };
  /** Whether the last month is of the rate of those before, by an exact test (C-test, p from 0.05 on); null for fewer than two. */
  isLastNormal: boolean | null;
  /** Coordinates that stand for so many of the incidents that they may be no true place. */
  repeatPoints: RepeatPoint[];
  /** The cells around, with their rank in the same run; null: no hotspot. */
  neighbours: (NeighbourCell & { rank: number | null })[];
};

const MONTHS = 24;
/** A month less likely than this is beyond normal variation. */
const UNUSUAL_P = 0.05;
/** A coordinate is told from so many incidents and such a share of the cell's. */
const REPEAT_LEAST = 3;
const REPEAT_SHARE = 0.1;

/**
 * The evidence of one cell beyond its counts.
 *
 * @param owner who stores runs, where `db` is bound to somebody.
 * @throws {UserError} for a cell that does not exist, or as `rankMonth`.
 */
export async function hotspotEvidence(
  db: Db,
  { i, j, ...asked }: RankingRequest & CellPlace,
  owner: Db = db,
): Promise<HotspotEvidence> {
  const cell = { i, j };
  const { request } = await resolveRanker(owner, asked);
  const prepared = await prepareRanking(db, request);
  const { scope, place } = prepared;
  const history = await findCellHistory(db, scope, place.cellShape, cell);
  if (!history) throw new UserError(`no cell ${i}, ${j} in ${scope.jurisdiction}`);
  const incidents = { scope, cell, months: MONTHS, timezone: place.timezone };
  const spans = await listClockSpans(db, incidents);
  const total = spans.reduce((sum, { count }) => sum + count, 0);
  const least = Math.max(REPEAT_LEAST, Math.ceil(REPEAT_SHARE * total));
  const { runId } = await findOrStoreRun(db, prepared, owner);
  const around = await listNeighbours(db, scope, place.cellShape, cell);
  const ranks = await listRanks(db, { jurisdiction: scope.jurisdiction, runId }, around);
  return {
    months: MONTHS,
    hours: hoursOf(spans),
    ...monthsOf(history.series),
    repeatPoints: await listRepeatPoints(db, { ...incidents, least }),
    neighbours: around.map((each) => ({
      ...each,
      rank: ranks.find((ranked) => ranked.i === each.i && ranked.j === each.j)?.rank ?? null,
    })),
  };
}

function hoursOf(spans: Awaited<ReturnType<typeof listClockSpans>>): HotspotEvidence['hours'] {
  const each = spans.flatMap(({ count, ...span }) => Array.from({ length: count }, () => span));
  const { weights, timed, untimed } = weekHours(each);
  return { weights: Array.from(weights, (weight) => Number(weight.toFixed(2))), timed, untimed };
}

function monthsOf(
  series: readonly { month: string; count: number }[],
): Pick<HotspotEvidence, 'series' | 'mean' | 'isLastNormal'> {
  const sum = series.reduce((all, { count }) => all + count, 0);
  const [low, high] = poissonInterval(sum);
  const months = Math.max(1, series.length);
  const last = series.at(-1);
  const before = series.slice(0, -1);
  const countBefore = before.reduce((all, { count }) => all + count, 0);
  return {
    series: series.map((each) => ({ ...each, interval: poissonInterval(each.count) })),
    mean: { value: sum / months, interval: [low / months, high / months] },
    isLastNormal:
      last && before.length > 0
        ? conditionalTest(
            { count: last.count, exposure: 1 },
            { count: countBefore, exposure: before.length },
          ) >= UNUSUAL_P
        : null,
  };
}
