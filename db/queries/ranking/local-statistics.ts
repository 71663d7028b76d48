import { type RawBuilder, sql } from 'kysely';

export type CellShape = 'square' | 'hex';

/**
 * Tables of a WITH list, the last being `local (i, j, count, harm, last_month, z, q)`: Gi* of the counts in `counted
 * (i, j, count, harm, last_month)`, which must hold every cell of the jurisdiction, the empty ones too. The other
 * columns come along, since joining them again would cost as much as the statistic.
 *
 * Binary weights, self included; neighbours are the cells that exist among the eight around a square or the six
 * around a hexagon, so the sum of weights falls at the edge. z is 0 in a constant field, null for fewer than two
 * cells; q is Benjamini–Hochberg over all cells on two-sided p.
 *
 * The lattice is walked as columns: each cell spreads its count over `step`, the positions of its own column that
 * it is a neighbour of, or that lie level with a neighbour in the next column; a window then adds up three
 * columns. The spread rows stand also where no cell exists, so a hole loses no sums. Odd columns of hexagons lie
 * half a cell higher: positions are counted in half cells there.
 *
 * @see Ord & Getis (1995), doi:10.1111/j.1538-4632.1995.tb00912.x
 * @see Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function localStatistics(shape: CellShape): RawBuilder<unknown> {
  const position = shape === 'hex' ? sql`2 * j + (i & 1)` : sql`j`;
  const reach = sql.lit(shape === 'hex' ? 2 : 1);
  return sql`
    field AS MATERIALIZED (
      SELECT count(*)::float8 AS n, sum(count)::float8 / count(*) AS mean,
             (count(*) * sum(count::int8 * count) - sum(count::numeric) ^ 2)::float8 AS spread
      FROM counted
    ), spread_column AS (
      SELECT i, ${position} + step AS position, sum(count)::float8 AS total, count(*)::float8 AS weight,
             max(j) FILTER (WHERE step = 0) AS j, max(count) FILTER (WHERE step = 0) AS count,
             max(harm) FILTER (WHERE step = 0) AS harm, max(last_month) FILTER (WHERE step = 0) AS last_month
      FROM counted CROSS JOIN generate_series(-${reach}, ${reach}) AS step
      GROUP BY 1, 2
    ), neighbourhood AS (
      SELECT i, j, count, harm, last_month, sum(total) OVER three_columns AS total, sum(weight) OVER three_columns AS weight
      FROM spread_column
      WINDOW three_columns AS (PARTITION BY position ORDER BY i RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING)
    ), standardised AS MATERIALIZED (
      SELECT i, j, count, harm, last_month, n, CASE
        WHEN n < 2 THEN NULL
        WHEN spread = 0 OR weight = n THEN 0
        ELSE (total - mean * weight) / (sqrt(spread) / n * sqrt((n * weight - weight * weight) / (n - 1)))
      END AS z
      FROM neighbourhood CROSS JOIN field WHERE j IS NOT NULL
    ), ordered AS (
      SELECT *, two_sided_p(z) AS p, rank() OVER (ORDER BY abs(z)) AS place FROM standardised
    ), local AS MATERIALIZED (
      SELECT i, j, count, harm, last_month, z,
             CASE WHEN z IS NOT NULL THEN least(1, min(p * n / (n - place + 1)) OVER (ORDER BY abs(z))) END AS q
      FROM ordered
    )`;
}
