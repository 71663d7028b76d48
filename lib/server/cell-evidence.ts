import 'server-only';
import type { Db } from '@/db/client';
import { readCellParts } from '@/db/queries/ranking/cell-parts';
import { readCells, readMonthlyHistory } from '@/db/queries/ranking/history';
import type { CellIndex } from '@/geo/grid/lattice';
import { neighbours } from '@/geo/grid/neighbours';
import { cellTrend, stepScores } from '@/geo/ranking/cell-trend';
import type { PartName } from '@/geo/ranking/ranker';
import { addMonths, monthsBetween } from '@/lib/format/month';
import { type PreparedRanking, queryOf } from './ranking';

/** One reason for a score: what it found, and what that adds. */
export type ScorePart = {
  name: PartName;
  /** Incidents, or days of harm, weighted by age and distance. */
  value: number;
  /** What of the score is its doing. */
  contribution: number;
};

/** Null where the score is no sum of parts: Gi* is a comparison of all cells. */
export async function scoreParts(
  db: Db,
  prepared: PreparedRanking,
  cell: CellIndex,
): Promise<ScorePart[] | null> {
  if (prepared.ranker.score !== 'sum') return null;
  const { parts, scope, weighing, timezone, cellShape: shape } = queryOf(prepared);
  const counted = parts.filter(({ factor }) => factor !== 0);
  const values = await readCellParts(db, counted, { scope, weighing, timezone, shape }, cell);
  return counted.map(({ name, factor }, index) => {
    const value = values[index] ?? 0;
    return { name, value, contribution: factor * value };
  });
}

/** How a cell came to be hot or cold, month by month. */
export type TrendOfCell = {
  /** First and last month looked at, `YYYY-MM`. */
  from: string;
  to: string;
  /** Gi* of each month, oldest first, and whether it was hot (1), cold (-1) or neither (0) after correction. */
  steps: { z: number; state: number }[];
  class: string;
  direction: 'up' | 'down' | 'none';
  p: number;
};

const TREND_MONTHS = 12;

/** Null where there are fewer than ten months to go by, or no such cell. */
export async function trendOfCell(
  db: Db,
  { scope, place }: PreparedRanking,
  { i, j }: CellIndex,
): Promise<TrendOfCell | null> {
  const month = scope.month.slice(0, 7);
  if (place.firstMonth === null) return null;
  const [from = month] = [addMonths(month, -TREND_MONTHS), place.firstMonth.slice(0, 7)]
    .sort()
    .reverse();
  const steps = monthsBetween(from, month);
  if (steps < 1) return null;
  const to = addMonths(month, -1);
  const cells = await readCells(db, scope.jurisdiction);
  const at = cells.findIndex((cell) => cell.i === i && cell.j === j);
  if (at === -1) return null;
  const span = { firstMonth: `${from}-01`, lastMonth: `${to}-01`, places: cells.length, steps };
  const history = await readMonthlyHistory(db, scope, span);
  const around = neighbours(place.cellShape, cells);
  const { z, trend } = cellTrend([...stepScores(history, around, { origin: steps, steps })], at);
  if (!trend.ok) return null;
  return {
    from,
    to,
    steps: z.map((value, step) => ({ z: value, state: trend.states[step] ?? 0 })),
    class: trend.class,
    direction: trend.trend,
    p: trend.trendP,
  };
}
