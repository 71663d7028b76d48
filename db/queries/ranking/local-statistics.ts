import { type RawBuilder, sql } from 'kysely';
import type { AreaUnit, RankingScope } from './scope';

export type CellShape = 'square' | 'hex';

/** Rows are counted in half cells for hexagons, whose odd columns lie half a cell higher. */
const POSITIONS = { square: sql`j`, hex: sql`2 * j + (i & 1)` } as const;

/** Rows of a jurisdiction lie far closer together than this, so that no two cells share a key. */
export const KEYS_A_COLUMN = 2_097_152;

/**
 * A cell's key, of its columns i and j: that of another is as far from it as a step in the lattice says. One number, since
 * hashing two columns takes twice as long.
 */
export function cellKey(shape: CellShape): RawBuilder<number> {
  return sql`i * ${sql.lit(KEYS_A_COLUMN)}::int8 + ${POSITIONS[shape]}`;
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
 * Many cells share a sum and a number of neighbours, and with them z: it, p and q are found once for each such `level`.
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
    field AS MATERIALIZED (
      SELECT count(*)::float8 AS n, coalesce(sum(count), 0)::float8 AS total,
             (count(*) * sum(count::int8 * count) - sum(count)::numeric ^ 2)::float8 AS spread,
             min(i) - 1 AS first_i, max(i) - min(i) + 3 AS columns, min(j) - 1 AS first_j, max(j) - min(j) + 3 AS rows
      FROM counted
    ), ${around}, neighbourhood AS MATERIALIZED (
      SELECT i, j, measure, count, harm, last_month, (sum_around << ${bits}) + neighbourhood_size AS level FROM summed
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

/**
 * The counts lie in an array, column after column, with a margin of nothing: a neighbour's is as far from a cell's own as
 * its place in the lattice is, and nothing need be joined. Faster than to spread each count over its neighbours.
 */
function aroundCells(shape: CellShape): RawBuilder<unknown> {
  return sql`placed AS NOT MATERIALIZED (
      SELECT counted.*, (i - first_i) * rows + j - first_j + 1 AS place, rows FROM counted CROSS JOIN field
    ), lattice AS MATERIALIZED (
      SELECT array_agg(coalesce(count, 0)::int8 ORDER BY place) AS counts
      FROM field CROSS JOIN LATERAL generate_series(1, columns * rows) AS place LEFT JOIN placed USING (place)
    ), summed AS (
      SELECT placed.*, ${SUMS[shape]} AS sum_around FROM placed CROSS JOIN lattice
    )`;
}

/** An odd column of hexagons lies half a cell higher: its neighbours beside it are the upper two. */
const SUMS = {
  square: sql`counts[place - rows - 1] + counts[place - rows] + counts[place - rows + 1]
             + counts[place - 1] + counts[place] + counts[place + 1]
             + counts[place + rows - 1] + counts[place + rows] + counts[place + rows + 1]`,
  hex: sql`counts[place - rows + (i & 1) - 1] + counts[place - rows + (i & 1)]
             + counts[place - 1] + counts[place] + counts[place + 1]
             + counts[place + rows + (i & 1) - 1] + counts[place + rows + (i & 1)]`,
} as const;

function aroundAreas({
  jurisdiction,
  unit,
}: {
  jurisdiction: string;
  unit: AreaUnit;
}): RawBuilder<unknown> {
  return sql`around AS (
      SELECT neighbour, sum(counted.count)::int8 AS total
      FROM counted JOIN area ON area.jurisdiction = ${jurisdiction} AND unit = ${unit} AND place = counted.i
      CROSS JOIN unnest(neighbours) AS neighbour
      WHERE counted.count > 0 GROUP BY 1
    ), summed AS (
      SELECT counted.*, coalesce(total, 0) AS sum_around FROM counted LEFT JOIN around ON neighbour = i
    )`;
}
