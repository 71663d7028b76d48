import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import { type CellPlace, wantedCells } from './place-names';
import type { CellShape } from './ranking/local-statistics';
import { factsBefore, type RankingScope } from './ranking/ranker';

/** Incidents of one kind among those of a cell. */
export type KindShare = { kind: string; nameZh: string; nameEn: string; count: number };

/** How many months a cell's curve shows. */
export const SERIES_MONTHS = 24;

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
  return sql`
    WITH share AS (
      SELECT i, j, kind, sum(count)::int AS count
      FROM ${wantedCells(cells)} JOIN cell_month USING (i, j)
      WHERE ${factsBefore(scope, 12)} GROUP BY i, j, kind
    )
    SELECT i, j, json_agg(json_build_object('kind', share.kind, 'nameZh', name_zh, 'nameEn', name_en, 'count', count)
                          ORDER BY count DESC, share.kind) AS kinds
    FROM share JOIN kind ON kind.jurisdiction = ${scope.jurisdiction} AND kind.code = share.kind
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
  cell: CellPlace,
): RawBuilder<CellHistory> {
  const { jurisdiction, month } = scope;
  return sql<CellHistory>`
    WITH around AS (
      SELECT i, j FROM cell
      WHERE jurisdiction = ${jurisdiction} AND i BETWEEN ${cell.i}::int - 1 AND ${cell.i}::int + 1
        AND j BETWEEN ${cell.j}::int - 1 AND ${cell.j}::int + 1 AND ${isNeighbour(shape, cell)}
    )
    SELECT round(ST_X(centre)::numeric, 6)::float8 AS lon, round(ST_Y(centre)::numeric, 6)::float8 AS lat,
      (SELECT json_agg(json_build_object('month', to_char(step, 'YYYY-MM'), 'count', coalesce(count, 0)) ORDER BY step)
       FROM generate_series(${month}::date - make_interval(months => ${SERIES_MONTHS}),
                            ${month}::date - interval '1 month', interval '1 month') AS step
       LEFT JOIN (
         SELECT month, sum(count)::int AS count FROM cell_month
         WHERE ${factsBefore(scope, SERIES_MONTHS)} AND i = ${cell.i} AND j = ${cell.j} GROUP BY month
       ) known ON known.month = step::date) AS series,
      (SELECT coalesce(sum(count), 0)::float8 / nullif((SELECT count(*) FROM around), 0)
       FROM around JOIN cell_month USING (i, j) WHERE ${factsBefore(scope, 12)}) AS "neighboursMean"
    FROM cell WHERE jurisdiction = ${jurisdiction} AND i = ${cell.i} AND j = ${cell.j}`;
}

/** Within one column and row; of hexagons, those level with it, odd columns being half a cell higher. */
function isNeighbour(shape: CellShape, { i, j }: CellPlace): RawBuilder<boolean> {
  const isOther = sql`(i, j) <> (${i}::int, ${j}::int)`;
  if (shape === 'square') return sql<boolean>`${isOther}`;
  const rise = sql`abs(2 * j + (i & 1) - (2 * ${j}::int + (${i}::int & 1)))`;
  return sql<boolean>`${isOther} AND (i = ${i}::int OR ${rise} = 1)`;
}
