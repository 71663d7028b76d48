import 'server-only';
import type { Db } from '@/db/client';
import { findRankedPlace, type RankedPlace } from '@/db/queries/ranking';
import { type BacktestResult, backtest } from '@/geo/ranking/backtest';
import { addMonths, monthsBetween } from '@/lib/format/month';
import { UserError } from '@/lib/user-error';
import { type BacktestRequest, backtestRequest } from '@/lib/validation/ranking';
import { prepareRanking } from './ranking';
import { readMonths, readWeeks } from './ranking-history';

/** A backtest as it is told: what was asked, what was scored and what tuned, and what came of it. */
export type Backtest = {
  jurisdiction: string;
  /** Null: all kinds, or those of the group. */
  kind: string | null;
  group: string | null;
  weighing: 'count' | 'harm';
  origins: readonly string[];
  step: 'month' | 'week';
  /** First and last scored step by the day on which each begins, `YYYY-MM-DD`; and how many. */
  from: string;
  to: string;
  steps: number;
  /** Steps whose outcome chose parameters, all before the first scored; null: none, each ranker had its defaults. */
  tunedOn: { from: string; to: string; steps: number } | null;
  /** Best cells taken, of how many, and the share that is of the area. */
  cells: number;
  cellsTotal: number;
  coverage: number;
  dataVersion: number;
} & BacktestResult;

/** Tuning looks no further back than this before the first scored month: cities change. */
const TUNING_MONTHS = 24;
/** Parameters chosen by fewer months would be chance. */
const LEAST_TUNING_MONTHS = 3;
/** Before a month is ranked there should be a year to go by. */
export const HISTORY_MONTHS = 12;

/**
 * Tries every ranker on past months or weeks; see `backtest` in geo/ranking.
 *
 * @param breathe called now and then, that other work gets its turn.
 * @throws {UserError} for an unknown jurisdiction or kind, or where there is nothing to score by.
 */
export async function runBacktest(
  db: Db,
  request: BacktestRequest,
  breathe?: () => Promise<void>,
): Promise<Backtest> {
  const { from, to, step, tuneTo, ...asked } = backtestRequest.parse(request);
  const prepared = await prepareRanking(db, { ...asked, month: from, ranker: 'count_all' });
  const { scope, weighing, limit } = prepared;
  const place = placeWithHistory(await findRankedPlace(db, asked.jurisdiction), from);
  const tuning = tuningMonths(place, { from, tuneTo });
  const reading = { scope, place, weighing, firstRanked: tuning?.from ?? from, last: to };
  const { known, begins } = await (step === 'week' ? readWeeks : readMonths)(db, reading);
  const scored = stepsWithin(begins, from, to);
  const tuned = tuning === null ? [] : stepsWithin(begins, tuning.from, tuning.to);
  if (scored.length === 0) throw new UserError(`no whole ${step} with facts from ${from} to ${to}`);
  const plan = {
    ...(breathe && { breathe }),
    scored,
    tuning: tuned,
    limit,
    lattice: { shape: place.cellShape, sizeMetres: place.cellSizeMetres },
  };
  const result = await backtest(known, plan);
  return {
    jurisdiction: scope.jurisdiction,
    kind: scope.kind,
    group: scope.group,
    weighing,
    origins: scope.origins,
    step,
    ...span(begins, scored),
    tunedOn: tuned.length === 0 ? null : span(begins, tuned),
    cells: limit,
    cellsTotal: place.cellsTotal,
    coverage: limit / place.cellsTotal,
    dataVersion: place.dataVersion,
    ...result,
  };
}

/**
 * The steps that lie within two months, both included. A week that runs over the end of the last one is not whole.
 *
 * @param begins first day of each step, and of the one after the last.
 */
function stepsWithin(begins: readonly string[], first: string, last: string): number[] {
  const end = `${addMonths(last, 1)}-01`;
  return begins.flatMap((day, step) => {
    const next = begins[step + 1];
    return next !== undefined && day >= `${first}-01` && next <= end ? [step] : [];
  });
}

function span(begins: readonly string[], steps: readonly number[]) {
  const [first = 0] = steps;
  const last = steps.at(-1) ?? first;
  return { from: begins[first] ?? '', to: begins[last] ?? '', steps: steps.length };
}

function placeWithHistory(
  place: RankedPlace | undefined,
  from: string,
): RankedPlace & { firstMonth: string } {
  const first = place?.firstMonth;
  if (!place || !first || place.cellsTotal === 0)
    throw new UserError('there is nothing to look back at: import incidents first');
  if (monthsBetween(first, from) < 1)
    throw new UserError(
      `the first incidents are of ${first.slice(0, 7)}: score from ${addMonths(first.slice(0, 7), 1)} on`,
    );
  return { ...place, firstMonth: first };
}

/** The months before the scored ones that have a year of history before them; null where there are too few to tune by. */
function tuningMonths(
  { firstMonth }: { firstMonth: string },
  { from, tuneTo }: { from: string; tuneTo: string | undefined },
): { from: string; to: string } | null {
  const to = tuneTo ?? addMonths(from, -1);
  const earliest = addMonths(firstMonth.slice(0, 7), HISTORY_MONTHS);
  const wanted = addMonths(to, 1 - TUNING_MONTHS);
  const [first = wanted] = [wanted, earliest].sort().reverse();
  return monthsBetween(first, to) + 1 < LEAST_TUNING_MONTHS ? null : { from: first, to };
}
