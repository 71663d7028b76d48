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
          harm_millionths
        FROM
          cell_month_total
        WHERE
          jurisdiction = $1
          AND origin = ANY ($2::text[])
          AND month >= ($3::date - make_interval(months => $4))::date
          AND month < $5::date
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
      CROSS JOIN generate_series(-1, 1) AS step
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
      coalesce(total, 0)::float8 AS score,
      count,
      harm,
      history.last_month,
      z,
      q
    FROM
      local
      LEFT JOIN (
        SELECT
          i,
          j,
          sum(count) AS total,
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
              cell_month_total
            WHERE
              jurisdiction = $7
              AND origin = ANY ($8::text[])
              AND month >= (
                SELECT
                  min(month)
                FROM
                  cell_month_total
                WHERE
                  jurisdiction = $9
              )
              AND month < $10::date
          ) fact
        GROUP BY
          i,
          j
      ) history USING (i, j)
  ),
  run AS (
    INSERT INTO
      ranking_run (
        jurisdiction,
        month,
        kind,
        ranker,
        parameters,
        as_of,
        data_version,
        method_version,
        cells_total
      )
    SELECT
      $11,
      $12::date,
      $13::text,
      $14,
      $15::jsonb,
      $16::date,
      coalesce(
        (
          SELECT
            version
          FROM
            data_version
          WHERE
            jurisdiction = $17
            AND subject = 'incidents'
        ),
        0
      ),
      $18::int,
      (
        SELECT
          count(*)
        FROM
          ranked
      )
    ON CONFLICT DO NOTHING
    RETURNING
      id
  )
INSERT INTO
  hotspot (
    jurisdiction,
    run_id,
    rank,
    i,
    j,
    score,
    count,
    harm,
    z,
    q
  )
SELECT
  $19,
  run.id,
  row_number() OVER (
    ORDER BY
      score DESC,
      harm DESC,
      last_month DESC NULLS LAST,
      i,
      j
  ),
  i,
  j,
  score,
  count,
  harm,
  z,
  q
FROM
  ranked
  CROSS JOIN run
WHERE
  score > 0
