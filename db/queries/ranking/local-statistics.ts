import { type RawBuilder, sql } from 'kysely';

export type CellShape = 'square' | 'hex';

/** Rows are counted in half cells for hexagons, whose odd columns lie half a cell higher; steps are (column, row). */
const NEIGHBOURHOODS = {
  square: {
    position: sql`counted.j`,
    steps: sql`(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 0), (0, 1), (1, -1), (1, 0), (1, 1)`,
  },
  hex: {
    position: sql`2 * counted.j + (counted.i & 1)`,
    steps: sql`(0, 0), (0, -2), (0, 2), (-1, -1), (-1, 1), (1, -1), (1, 1)`,
  },
} as const;

/**
 * Tables of a WITH list, the last being `local (i, j, measure, count, harm, last_month, z, q)`: Gi* of the counts in
 * `counted (i, j, neighbourhood_size, measure, count, harm, last_month)`, which must hold every cell of the
 * jurisdiction, the empty ones too. The other columns come along, since joining them again would cost as much.
 *
 * Binary weights, self included; neighbours are the cells that exist among the eight around a square or the six
 * around a hexagon, so the sum of weights falls at the edge. z is 0 in a constant field, null for fewer than two
 * cells; q is Benjamini–Hochberg over all cells on two-sided p.
 *
 * Only cells with incidents spread their count over their neighbourhood. Many cells share a sum and a number of
 * neighbours, and with them z: it, p and q are found once for each such `level`.
 *
 * @see Ord & Getis (1995), doi:10.1111/j.1538-4632.1995.tb00912.x
 * @see Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function localStatistics(shape: CellShape): RawBuilder<unknown> {
  const { position, steps } = NEIGHBOURHOODS[shape];
  return sql`
    field AS MATERIALIZED (
      SELECT count(*)::float8 AS n, sum(count)::float8 / count(*) AS mean,
             (count(*) * sum(count::int8 * count) - sum(count::numeric) ^ 2)::float8 AS spread
      FROM counted
    ), around AS (
      SELECT i + column_step AS i, ${position} + position_step AS position, sum(count) AS total
      FROM counted CROSS JOIN (VALUES ${steps}) AS step (column_step, position_step)
      WHERE count > 0 GROUP BY 1, 2
    ), neighbourhood AS MATERIALIZED (
      SELECT counted.*, coalesce(total, 0) AS total
      FROM counted LEFT JOIN around ON around.i = counted.i AND around.position = ${position}
    ), level AS (
      SELECT total, neighbourhood_size, count(*) AS cells, n, CASE
        WHEN n < 2 THEN NULL
        WHEN spread = 0 OR neighbourhood_size = n THEN 0
        ELSE (total - mean * neighbourhood_size)
             / (sqrt(spread) / n * sqrt((n * neighbourhood_size - neighbourhood_size::float8 ^ 2) / (n - 1)))
      END AS z
      FROM neighbourhood CROSS JOIN field GROUP BY total, neighbourhood_size, n, mean, spread
    ), likely AS (
      SELECT *, two_sided_p(z) AS p,
             coalesce(sum(cells) OVER smaller, 0)::float8 AS below
      FROM level
      WINDOW smaller AS (ORDER BY abs(z) GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), judged AS (
      SELECT total, neighbourhood_size, z,
             CASE WHEN z IS NOT NULL THEN least(1, min(p * n / (n - below)) OVER (ORDER BY abs(z))) END AS q
      FROM likely
    ), local AS MATERIALIZED (
      SELECT i, j, measure, count, harm, last_month, z, q FROM neighbourhood JOIN judged USING (total, neighbourhood_size)
    )`;
}
