import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import { type CellPlace, wantedCells } from './place-names';
import type { CellShape } from './ranking/local-statistics';
import { isOfAllKinds, isOfKinds, type RankingScope, RECENT_MONTHS } from './ranking/scope';

/** Incidents of one kind among those of a cell. */
export type KindShare = { kind: string; nameZh: string; nameEn: string; count: number };

/** How many months a cell's curve shows. */
const SERIES_MONTHS = 24;

/** Kinds of the last 12 months of each given cell, most frequent first. Cells without incidents are left out. */
export async function listKindShares(
  db: Db,
  scope: RankingScope,
  cells: readonly CellPlace[],
): Promise<(CellPlace & { kinds: KindShare[] })[]> {
  return (await kindSharesQuery(scope, cells).execute(db)).rows;
}

export function kindSharesQuery(
  scope: RankingScope,
  cells: readonly CellPlace[],
): RawBuilder<CellPlace & { kinds: KindShare[] }> {
  const { jurisdiction, month, origins } = scope;
  return sql`
    WITH known AS (
      SELECT i, j, kind, count FROM ${wantedCells(cells)} JOIN cell_month USING (i, j)
      WHERE jurisdiction = ${jurisdiction} AND ${inLastMonths(scope, RECENT_MONTHS)} AND origin = ANY(${origins}::text[])
      UNION ALL
      SELECT i, j, kind, -count FROM ${wantedCells(cells)} JOIN cell_month_late USING (i, j)
      WHERE jurisdiction = ${jurisdiction} AND ${inLastMonths(scope, RECENT_MONTHS)} AND origin = ANY(${origins}::text[])
        AND known_month >= ${month}::date
    ), share AS (
      SELECT i, j, kind, sum(count)::int AS count FROM known GROUP BY i, j, kind HAVING sum(count) > 0
    )
    SELECT i, j, json_agg(json_build_object('kind', code, 'nameZh', name_zh, 'nameEn', name_en, 'count', count)
                          ORDER BY count DESC, code) AS kinds
    FROM share JOIN kind ON kind.jurisdiction = ${jurisdiction} AND kind.code = share.kind
    GROUP BY i, j ORDER BY i, j`;
}

export type CellHistory = {
  lon: number;
  lat: number;
  /** Incidents in each of the last {@link SERIES_MONTHS} months, oldest first; months as `YYYY-MM`. */
  series: { month: string; count: number }[];
  /** Mean count of the last 12 months over the neighbours that exist; null where there are none. */
  neighboursMean: number | null;
};

/** What a cell and its surroundings went through; undefined where there is no such cell. */
export async function findCellHistory(
  db: Db,
  scope: RankingScope,
  shape: CellShape,
  cell: CellPlace,
): Promise<CellHistory | undefined> {
  return (await cellHistoryQuery(scope, shape, cell).execute(db)).rows[0];
}

export function cellHistoryQuery(
  scope: RankingScope,
  shape: CellShape,
  { i, j }: CellPlace,
): RawBuilder<CellHistory> {
  const { jurisdiction } = scope;
  return sql<CellHistory>`
    WITH around AS (
      SELECT i, j FROM cell
      WHERE jurisdiction = ${jurisdiction} AND i BETWEEN ${i}::int - 1 AND ${i}::int + 1
        AND j BETWEEN ${j}::int - 1 AND ${j}::int + 1 AND ${isNeighbour(shape, { i, j })}
    )
    SELECT round(ST_X(centre)::numeric, 6)::float8 AS lon, round(ST_Y(centre)::numeric, 6)::float8 AS lat,
      (SELECT json_agg(json_build_object('month', to_char(month, 'YYYY-MM'), 'count', ${countOf(scope, sql`cell`)})
                       ORDER BY month)
       FROM ${lastMonths(scope, SERIES_MONTHS)}) AS series,
      (SELECT sum(${countOf(scope, sql`around`)})::float8 / nullif((SELECT count(*) FROM around), 0)
       FROM around CROSS JOIN ${lastMonths(scope, RECENT_MONTHS)}) AS "neighboursMean"
    FROM cell WHERE jurisdiction = ${jurisdiction} AND i = ${i} AND j = ${j}`;
}

/** A cell beside another. */
export type NeighbourCell = CellPlace & {
  lon: number;
  lat: number;
  /** Incidents of the last 12 months. */
  count: number;
};

/** The cells around one, those with most incidents first: eight of a square, six of a hexagon, fewer at the edge. */
export async function listNeighbours(
  db: Db,
  scope: RankingScope,
  shape: CellShape,
  { i, j }: CellPlace,
): Promise<NeighbourCell[]> {
  const { rows } = await sql<NeighbourCell>`
    SELECT i, j, round(ST_X(centre)::numeric, 6)::float8 AS lon, round(ST_Y(centre)::numeric, 6)::float8 AS lat,
           (SELECT sum(${countOf(scope, sql`around`)}) FROM ${lastMonths(scope, RECENT_MONTHS)})::int AS count
    FROM (
      SELECT i, j, centre FROM cell
      WHERE jurisdiction = ${scope.jurisdiction} AND i BETWEEN ${i}::int - 1 AND ${i}::int + 1
        AND j BETWEEN ${j}::int - 1 AND ${j}::int + 1 AND ${isNeighbour(shape, { i, j })}
    ) around
    ORDER BY count DESC, i, j
  `.execute(db);
  return rows;
}

/** The months before the ranked one as a table `step (month)`. */
function lastMonths({ month }: RankingScope, months: number): RawBuilder<unknown> {
  return sql`(
      SELECT (${month}::date - make_interval(months => back))::date AS month
      FROM generate_series(1, ${months}::int) AS back
    ) step`;
}

/** Whether a fact is of one of them: as a range, so that the planner reads those months and not the whole history. */
function inLastMonths({ month }: RankingScope, months: number): RawBuilder<boolean> {
  return sql`month >= (${month}::date - make_interval(months => ${months}))::date AND month < ${month}::date`;
}

/** Incidents in scope of one month of `step` in one cell of `place`, as far as they were known: look-ups by key. */
function countOf(scope: RankingScope, place: RawBuilder<unknown>): RawBuilder<number> {
  const { jurisdiction, origins } = scope;
  const facts = isOfAllKinds(scope) ? sql`cell_month_total` : sql`cell_month`;
  return sql<number>`(
        SELECT coalesce(sum(fact.count), 0)::int FROM ${facts} AS fact
        WHERE fact.jurisdiction = ${jurisdiction} AND fact.month = step.month AND fact.origin = ANY(${origins}::text[])
          AND fact.i = ${place}.i AND fact.j = ${place}.j AND ${isOfKinds(scope, sql`fact.kind`)}
      ) - ${lateCount(scope, place, isOfKinds(scope, sql`late.kind`))}`;
}

/** How many incidents of one month of `step` in one cell of `place` were reported too late to be known. */
function lateCount(
  { jurisdiction, month, origins }: RankingScope,
  place: RawBuilder<unknown>,
  ofKind: RawBuilder<unknown>,
): RawBuilder<number> {
  return sql<number>`(
        SELECT coalesce(sum(late.count), 0)::int FROM cell_month_late AS late
        WHERE late.jurisdiction = ${jurisdiction} AND late.i = ${place}.i AND late.j = ${place}.j
          AND late.month = step.month AND late.origin = ANY(${origins}::text[])
          AND late.known_month >= ${month}::date AND ${ofKind}
      )`;
}

/** Within one column and row; of hexagons, those level with it, odd columns being half a cell higher. */
function isNeighbour(shape: CellShape, { i, j }: CellPlace): RawBuilder<boolean> {
  const isOther = sql`(i, j) <> (${i}::int, ${j}::int)`;
  if (shape === 'square') return sql<boolean>`${isOther}`;
  const rise = sql`abs(2 * j + (i & 1) - (2 * ${j}::int + (${i}::int & 1)))`;
  return sql<boolean>`${isOther} AND (i = ${i}::int OR ${rise} = 1)`;
}
