WITH
  recent AS (
    SELECT
      i,
      j,
      sum(count)::int AS count,
      sum(harm_millionths)::float8 / 1e6 AS harm,
      max(month) AS last_month
    FROM
      (
        SELECT
          i,
          j,
          month,
          count,
          (harm * 1e6)::bigint AS harm_millionths
        FROM
          cell_month
        WHERE
          jurisdiction = $1
          AND origin = ANY ($2::text[])
          AND kind = $3
          AND month = ANY (
            ARRAY(
              SELECT
                step::date
              FROM
                generate_series(
                  ($4::date - make_interval(months => $5))::date::timestamp,
                  $6::date - interval '1 month',
                  interval '1 month'
                ) AS step
            )
          )
      ) fact
    GROUP BY
      i,
      j
  ),
  counted AS MATERIALIZED (
    SELECT
      i,
      j,
      coalesce(count, 0) AS count,
      coalesce(harm, 0) AS harm,
      last_month
    FROM
      cell
      LEFT JOIN recent USING (i, j)
    WHERE
      cell.jurisdiction = $7
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
      2 * j + (i & 1) + step AS position,
      sum(count)::float8 AS total,
      count(*)::float8 AS weight,
      max(j) FILTER (
        WHERE
          step = 0
      ) AS j,
      max(count) FILTER (
        WHERE
          step = 0
      ) AS count,
      max(harm) FILTER (
        WHERE
          step = 0
      ) AS harm,
      max(last_month) FILTER (
        WHERE
          step = 0
      ) AS last_month
    FROM
      counted
      CROSS JOIN generate_series(-2, 2) AS step
    GROUP BY
      1,
      2
  ),
  neighbourhood AS (
    SELECT
      i,
      j,
      count,
      harm,
      last_month,
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
      count,
      harm,
      last_month,
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
      *,
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
      count,
      harm,
      last_month,
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
  ranked AS (
    SELECT
      i,
      j,
      coalesce(z, 0) AS score,
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
      $8
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
        jurisdiction = $9
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
      AND q < $10
  ) AS "significantCells",
  ST_AsGeoJSON (cell.geom, 6)::json AS geometry
FROM
  best
  JOIN cell USING (i, j)
WHERE
  cell.jurisdiction = $11
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
