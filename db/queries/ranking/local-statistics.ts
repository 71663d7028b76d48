import { type RawBuilder, sql } from 'kysely';
import type { AreaUnit, RankingScope } from './scope';

export type CellShape = 'square' | 'hex';

/**
 * Rows are counted in half cells for hexagons, whose odd columns lie half a cell higher. Steps are (column, row); a cell's
 * key is one number, since hashing two columns takes twice as long.
 */
const NEIGHBOURHOODS = {
  square: {
    position: sql`j`,
    steps: sql`(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 0), (0, 1), (1, -1), (1, 0), (1, 1)`,
  },
  hex: {
    position: sql`2 * j + (i & 1)`,
    steps: sql`(0, 0), (0, -2), (0, 2), (-1, -1), (-1, 1), (1, -1), (1, 1)`,
  },
} as const;

/** Rows of a jurisdiction lie far closer together than this, so that no two cells share a key. */
export const KEYS_A_COLUMN = 2_097_152;

/** A cell's key, of its columns i and j: that of another is as far from it as a step in the lattice says. */
export function cellKey(shape: CellShape): RawBuilder<number> {
  return sql`i * ${sql.lit(KEYS_A_COLUMN)}::int8 + ${NEIGHBOURHOODS[shape].position}`;
}

/**
 * Tables of a WITH list that tell Gi* of the counts in `counted (i, j, neighbourhood_size, measure, count, harm,
 * last_month)`, which must hold every cell of the jurisdiction, the empty ones too. Their last is `local (i, j, measure,
 * count, harm, last_month, z, q)`: the other columns come along, since joining them again would cost as much; the one
 * before is `judged (level, cells, z, q)`; `field (n, total, …)` has one row of all cells.
 *
 * Binary weights, self included; neighbours are the cells that exist among the eight around a square or the six
 * around a hexagon, so the sum of weights falls at the edge. z is 0 in a constant field, null for fewer than two
 * cells; q is Benjamini–Hochberg over all cells on two-sided p.
 *
 * Areas have the places that they touch for neighbours.
 *
 * Only cells with incidents spread their count over their neighbourhood. Many cells share a sum and a number of
 * neighbours, and with them z: it, p and q are found once for each such `level`.
 *
 * @see Ord & Getis (1995), doi:10.1111/j.1538-4632.1995.tb00912.x
 * @see Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function localStatistics(
  shape: CellShape,
  { jurisdiction, unit }: Pick<RankingScope, 'jurisdiction' | 'unit'>,
): RawBuilder<unknown> {
  const bits = sql.lit(unit === undefined ? CELL_NEIGHBOUR_BITS : AREA_NEIGHBOUR_BITS);
  const around = unit === undefined ? aroundCells(shape) : aroundAreas({ jurisdiction, unit });
  // Materialised where the planner would write one expression into another, and compute it many times.
  return sql`
    keyed AS MATERIALIZED (
      SELECT *, ${cellKey(shape)} AS key FROM counted
    ), field AS MATERIALIZED (
      SELECT count(*)::float8 AS n, coalesce(sum(count), 0)::float8 AS total,
             (count(*) * sum(count::int8 * count) - sum(count::numeric) ^ 2)::float8 AS spread
      FROM keyed
    ), around AS (
${around}
    ), neighbourhood AS MATERIALIZED (
      SELECT i, j, measure, count, harm, last_month, (coalesce(total, 0)::int8 << ${bits}) + neighbourhood_size AS level
      FROM keyed LEFT JOIN around USING (key)
    ), counted_level AS (
      SELECT level, (level >> ${bits})::float8 AS sum_around, (level & ((1 << ${bits}) - 1))::float8 AS neighbours, count(*) AS cells
      FROM neighbourhood GROUP BY level
    ), level AS MATERIALIZED (
      SELECT level, cells, n, CASE
        WHEN n < 2 THEN NULL
        WHEN spread = 0 OR neighbours = n THEN 0
        ELSE (sum_around - total / n * neighbours) / (sqrt(spread) / n * sqrt((n * neighbours - neighbours ^ 2) / (n - 1)))
      END AS z
      FROM counted_level CROSS JOIN field
    ), likely AS MATERIALIZED (
      SELECT *, two_sided_p(z) AS p, coalesce(sum(cells) OVER smaller, 0)::float8 AS below
      FROM level
      WINDOW smaller AS (ORDER BY abs(z) GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), judged AS MATERIALIZED (
      SELECT level, cells, z, CASE WHEN z IS NOT NULL THEN least(1, min(p * n / (n - below)) OVER (ORDER BY abs(z))) END AS q
      FROM likely
    ), local AS (
      SELECT i, j, measure, count, harm, last_month, z, q FROM neighbourhood JOIN judged USING (level)
    )`;
}

/** So many bits hold how many neighbours a cell has, itself included: nine at most; and an area. */
const CELL_NEIGHBOUR_BITS = 4;
const AREA_NEIGHBOUR_BITS = 16;

function aroundCells(shape: CellShape): RawBuilder<unknown> {
  return sql`      SELECT key + step AS key, sum(count) AS total
      FROM keyed CROSS JOIN (
        SELECT column_step * ${sql.lit(KEYS_A_COLUMN)}::int8 + position_step AS step FROM (VALUES ${NEIGHBOURHOODS[shape].steps}) AS steps (column_step, position_step)
      ) AS steps
      WHERE count > 0 GROUP BY 1`;
}

function aroundAreas({
  jurisdiction,
  unit,
}: {
  jurisdiction: string;
  unit: AreaUnit;
}): RawBuilder<unknown> {
  return sql`      SELECT neighbour * ${sql.lit(KEYS_A_COLUMN)}::int8 AS key, sum(count) AS total
      FROM keyed JOIN area ON area.jurisdiction = ${jurisdiction} AND unit = ${unit} AND place = keyed.i
      CROSS JOIN unnest(neighbours) AS neighbour
      WHERE count > 0 GROUP BY 1`;
}
