WITH
  recent AS MATERIALIZED (
    SELECT
      i,
      j,
      sum(count)::int AS count,
      sum((harm * 1e6)::int8)::float8 / 1e6 AS harm,
      max(month) AS last_month
    FROM
      cell_month
    WHERE
      jurisdiction = $1
      AND month < $2::date
      AND month >= ($3::date - make_interval(months => $4))::date
      AND origin = ANY ($5::text[])
    GROUP BY
      i,
      j
  ),
  counted AS MATERIALIZED (
    SELECT
      i,
      j,
      coalesce(count, 0) AS count,
      coalesce(harm, 0) AS harm
    FROM
      cell
      LEFT JOIN recent USING (i, j)
    WHERE
      cell.jurisdiction = $6
  ),
  field AS MATERIALIZED (
    SELECT
      count(*)::float8 AS n,
      sum(count)::float8 / count(*) AS mean,
      (
        count(*) * sum(count::int8 * count) - sum(count::numeric) ^ 2
      )::float8 AS spread
    FROM
      counted
  ),
  spread_column AS (
    SELECT
      i,
      j + step AS position,
      sum(count)::float8 AS total,
      count(*)::float8 AS weight,
      max(j) FILTER (
        WHERE
          step = 0
      ) AS j
    FROM
      counted
      CROSS JOIN generate_series(-1, 1) AS step
    GROUP BY
      1,
      2
  ),
  neighbourhood AS (
    SELECT
      i,
      j,
      sum(total) OVER three_columns AS total,
      sum(weight) OVER three_columns AS weight
    FROM
      spread_column
    WINDOW
      three_columns AS (
        PARTITION BY
          position
        ORDER BY
          i RANGE BETWEEN 1 PRECEDING
          AND 1 FOLLOWING
      )
  ),
  standardised AS MATERIALIZED (
    SELECT
      i,
      j,
      n,
      CASE
        WHEN n < 2 THEN NULL
        WHEN spread = 0
        OR weight = n THEN 0
        ELSE (total - mean * weight) / (
          sqrt(spread) / n * sqrt((n * weight - weight * weight) / (n - 1))
        )
      END AS z
    FROM
      neighbourhood
      CROSS JOIN field
    WHERE
      j IS NOT NULL
  ),
  ordered AS (
    SELECT
      i,
      j,
      n,
      z,
      two_sided_p (z) AS p,
      rank() OVER (
        ORDER BY
          abs(z)
      ) AS place
    FROM
      standardised
  ),
  local AS MATERIALIZED (
    SELECT
      i,
      j,
      z,
      CASE
        WHEN z IS NOT NULL THEN least(
          1,
          min(p * n / (n - place + 1)) OVER (
            ORDER BY
              abs(z)
          )
        )
      END AS q
    FROM
      ordered
  ),
  scored AS (
    SELECT
      i,
      j,
      count::float8 AS score,
      last_month
    FROM
      recent
  ),
  ranked AS (
    SELECT
      i,
      j,
      coalesce(score, 0) AS score,
      count,
      harm,
      last_month,
      z,
      q
    FROM
      counted
      LEFT JOIN local USING (i, j)
      LEFT JOIN scored USING (i, j)
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
      $7
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
        jurisdiction = $8
        AND subject = 'incidents'
    ),
    0
  )::float8 AS "dataVersion",
  (
    SELECT
      coalesce(sum(count), 0)::float8
    FROM
      counted
  ) AS incidents,
  (
    SELECT
      count(*)::int
    FROM
      local
    WHERE
      z > 0
      AND q < $9
  ) AS "significantCells"
FROM
  best
  JOIN cell USING (i, j)
WHERE
  cell.jurisdiction = $10
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
