WITH
  known AS (
    SELECT
      i,
      j,
      sum(count)::float8 AS measure,
      sum(count) FILTER (
        WHERE
          month >= ($1::date - make_interval(months => $2))::date
      )::int AS count,
      sum(harm_millionths::float8) FILTER (
        WHERE
          month >= ($3::date - make_interval(months => $4))::date
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
              jurisdiction = $5
              AND origin = ANY ($6::text[])
              AND month >= ($7::date - make_interval(months => $8))::date
              AND month < coalesce(
                (
                  SELECT
                    min(month)
                  FROM
                    cell_month_late
                  WHERE
                    jurisdiction = $9
                    AND known_month >= $10::date
                    AND month < $11::date
                ),
                $12::date
              )
          ) known
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
              jurisdiction = $13
              AND origin = ANY ($14::text[])
              AND month >= greatest(
                ($15::date - make_interval(months => $16))::date,
                coalesce(
                  (
                    SELECT
                      min(month)
                    FROM
                      cell_month_late
                    WHERE
                      jurisdiction = $17
                      AND known_month >= $18::date
                      AND month < $19::date
                  ),
                  $20::date
                )
              )
              AND month < $21::date
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
              jurisdiction = $22
              AND known_month >= $23::date
              AND month < $24::date
              AND origin = ANY ($25::text[])
            GROUP BY
              i,
              j,
              month,
              origin
          ) late USING (i, j, month, origin)
        WHERE
          count > coalesce(late_count, 0)
      ) fact
    GROUP BY
      i,
      j
  ),
  counted AS MATERIALIZED (
    SELECT
      i,
      j,
      neighbourhood_size,
      coalesce(measure, 0) AS measure,
      coalesce(count, 0) AS count,
      coalesce(harm, 0) AS harm,
      last_month
    FROM
      cell
      LEFT JOIN known USING (i, j)
    WHERE
      cell.jurisdiction = $26
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
  around AS (
    SELECT
      i + column_step AS i,
      counted.j + position_step AS position,
      sum(count) AS total
    FROM
      counted
      CROSS JOIN (
        VALUES
          (-1, -1),
          (-1, 0),
          (-1, 1),
          (0, -1),
          (0, 0),
          (0, 1),
          (1, -1),
          (1, 0),
          (1, 1)
      ) AS step (column_step, position_step)
    WHERE
      count > 0
    GROUP BY
      1,
      2
  ),
  neighbourhood AS MATERIALIZED (
    SELECT
      counted.*,
      coalesce(total, 0) AS total
    FROM
      counted
      LEFT JOIN around ON around.i = counted.i
      AND around.position = counted.j
  ),
  level AS (
    SELECT
      total,
      neighbourhood_size,
      count(*) AS cells,
      n,
      CASE
        WHEN n < 2 THEN NULL
        WHEN spread = 0
        OR neighbourhood_size = n THEN 0
        ELSE (total - mean * neighbourhood_size) / (
          sqrt(spread) / n * sqrt(
            (
              n * neighbourhood_size - neighbourhood_size::float8 ^ 2
            ) / (n - 1)
          )
        )
      END AS z
    FROM
      neighbourhood
      CROSS JOIN field
    GROUP BY
      total,
      neighbourhood_size,
      n,
      mean,
      spread
  ),
  likely AS (
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
  judged AS (
    SELECT
      total,
      neighbourhood_size,
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
  local AS MATERIALIZED (
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
      JOIN judged USING (total, neighbourhood_size)
  ),
  ranked AS (
    SELECT
      i,
      j,
      (coalesce(z, 0))::float8 AS score,
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
      $27
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
        jurisdiction = $28
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
      AND q < $29
  ) AS "significantCells"
FROM
  best
  JOIN cell USING (i, j)
WHERE
  cell.jurisdiction = $30
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
