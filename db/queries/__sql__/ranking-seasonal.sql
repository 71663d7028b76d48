WITH
  known AS (
    SELECT
      i,
      j,
      sum(
        count * ($1::int8[]) [
          round(($2::date - month) / 30.436875::float8)::int
        ]
      ) AS "part_0",
      sum(count) FILTER (
        WHERE
          month >= ($3::date - make_interval(months => $4))::date
      )::int AS count,
      sum(harm_millionths::float8) FILTER (
        WHERE
          month >= ($5::date - make_interval(months => $6))::date
      ) / 1e6 AS harm,
      max(month) AS last_month
    FROM
      (
        SELECT
          i,
          j,
          month,
          count,
          harm_millionths
        FROM
          (
            SELECT
              i,
              j,
              month,
              origin,
              count,
              harm_millionths
            FROM
              cell_month_total
            WHERE
              jurisdiction = $7
              AND origin = ANY ($8::text[])
              AND month < $9::date
              AND month >= ($10::date - make_interval(months => $11))::date
          ) known
        WHERE
          month - coalesce(
            (
              SELECT
                min(month)
              FROM
                cell_month_late
              WHERE
                jurisdiction = $12
                AND known_month >= $13::date
                AND month < $14::date
            ),
            $15::date
          ) < 0
        UNION ALL
        SELECT
          i,
          j,
          month,
          count - coalesce(late_count, 0),
          harm_millionths - coalesce(late_harm_millionths, 0)
        FROM
          (
            SELECT
              i,
              j,
              month,
              origin,
              count,
              harm_millionths
            FROM
              cell_month_total
            WHERE
              jurisdiction = $16
              AND origin = ANY ($17::text[])
              AND month < $18::date
              AND month >= ($19::date - make_interval(months => $20))::date
          ) known
          LEFT JOIN (
            SELECT
              i,
              j,
              month,
              origin,
              sum(count)::int AS late_count,
              sum((harm * 1e6)::bigint)::bigint AS late_harm_millionths
            FROM
              cell_month_late
            WHERE
              jurisdiction = $21
              AND known_month >= $22::date
              AND month < $23::date
              AND origin = ANY ($24::text[])
              AND true
            GROUP BY
              i,
              j,
              month,
              origin
          ) late USING (i, j, month, origin)
        WHERE
          month >= coalesce(
            (
              SELECT
                min(month)
              FROM
                cell_month_late
              WHERE
                jurisdiction = $25
                AND known_month >= $26::date
                AND month < $27::date
            ),
            $28::date
          )
          AND count > coalesce(late_count, 0)
      ) fact
    GROUP BY
      i,
      j
  ),
  whole AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      coalesce("part_0", 0) AS "part_0",
      coalesce(count, 0) AS count,
      coalesce(harm, 0) AS harm,
      last_month
    FROM
      cell
      LEFT JOIN known USING (i, j)
    WHERE
      cell.jurisdiction = $29
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      ("part_0"::float8 / $30::float8) AS measure,
      count,
      harm,
      last_month
    FROM
      whole
  ),
  field AS MATERIALIZED (
    SELECT
      count(*)::float8 AS n,
      coalesce(sum(count), 0)::float8 AS total,
      (
        count(*) * sum(count::int8 * count) - sum(count)::numeric ^ 2
      )::float8 AS spread,
      min(i) - 1 AS first_i,
      max(i) - min(i) + 3 AS columns,
      min(j) - 1 AS first_j,
      max(j) - min(j) + 3 AS rows
    FROM
      counted
  ),
  placed AS NOT MATERIALIZED (
    SELECT
      counted.*,
      (i - first_i) * rows + j - first_j + 1 AS place,
      rows
    FROM
      counted
      CROSS JOIN field
  ),
  lattice AS MATERIALIZED (
    SELECT
      array_agg(
        coalesce(count, 0)::int8
        ORDER BY
          place
      ) AS counts
    FROM
      field
      CROSS JOIN LATERAL generate_series(1, columns * rows) AS place
      LEFT JOIN placed USING (place)
  ),
  summed AS (
    SELECT
      placed.*,
      counts[place - rows - 1] + counts[place - rows] + counts[place - rows + 1] + counts[place - 1] + counts[place] + counts[place + 1] + counts[place + rows - 1] + counts[place + rows] + counts[place + rows + 1] AS sum_around
    FROM
      placed
      CROSS JOIN lattice
  ),
  neighbourhood AS MATERIALIZED (
    SELECT
      i,
      j,
      measure,
      count,
      harm,
      last_month,
      (sum_around << 4) + neighbourhood_size AS level
    FROM
      summed
  ),
  counted_level AS (
    SELECT
      level,
      (level >> 4)::float8 AS sum_around,
      (level & ((1 << 4) - 1))::float8 AS neighbours,
      count(*) AS cells
    FROM
      neighbourhood
    GROUP BY
      level
  ),
  level AS MATERIALIZED (
    SELECT
      level,
      cells,
      n,
      CASE
        WHEN n < 2 THEN NULL
        WHEN spread = 0
        OR neighbours = n THEN 0
        ELSE (sum_around - total / n * neighbours) / (
          sqrt(spread) / n * sqrt((n * neighbours - neighbours ^ 2) / (n - 1))
        )
      END AS z
    FROM
      counted_level
      CROSS JOIN field
  ),
  likely AS MATERIALIZED (
    SELECT
      *,
      two_sided_p (z) AS p,
      coalesce(sum(cells) OVER smaller, 0)::float8 AS below
    FROM
      level
    WINDOW
      smaller AS (
        ORDER BY
          abs(z) GROUPS BETWEEN UNBOUNDED PRECEDING
          AND 1 PRECEDING
      )
  ),
  judged AS MATERIALIZED (
    SELECT
      level,
      cells,
      z,
      CASE
        WHEN z IS NOT NULL THEN least(
          1,
          min(p * n / (n - below)) OVER (
            ORDER BY
              abs(z)
          )
        )
      END AS q
    FROM
      likely
  ),
  local AS (
    SELECT
      i,
      j,
      measure,
      count,
      harm,
      last_month,
      z,
      q
    FROM
      neighbourhood
      JOIN judged USING (level)
  ),
  ranked AS (
    SELECT
      i,
      j,
      (measure)::float8 AS score,
      count,
      harm,
      last_month,
      z,
      q
    FROM
      local
  ),
  best AS (
    SELECT
      *
    FROM
      ranked
    ORDER BY
      score DESC,
      harm DESC,
      last_month DESC NULLS LAST,
      i,
      j
    LIMIT
      $31
  )
SELECT
  i,
  j,
  round(ST_X (cell.centre)::numeric, 6)::float8 AS lon,
  round(ST_Y (cell.centre)::numeric, 6)::float8 AS lat,
  score,
  count,
  harm,
  z,
  q,
  coalesce(
    (
      SELECT
        version
      FROM
        data_version
      WHERE
        jurisdiction = $32
        AND subject = 'incidents'
    ),
    0
  )::float8 AS "dataVersion",
  (
    SELECT
      total
    FROM
      field
  ) AS incidents,
  (
    SELECT
      coalesce(sum(cells), 0)::int
    FROM
      judged
    WHERE
      z > 0
      AND q < $33
  ) AS "significantCells"
FROM
  best
  JOIN cell USING (i, j)
WHERE
  cell.jurisdiction = $34
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
