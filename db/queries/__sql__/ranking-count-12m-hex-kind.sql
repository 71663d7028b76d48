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
              (harm * 1e6)::bigint AS harm_millionths
            FROM
              cell_month
            WHERE
              jurisdiction = $5
              AND origin = ANY ($6::text[])
              AND kind = $7
              AND month = ANY (
                ARRAY(
                  SELECT
                    step::date
                  FROM
                    generate_series(
                      (($8::date - make_interval(months => $9))::date)::timestamp,
                      coalesce(
                        (
                          SELECT
                            min(month)
                          FROM
                            cell_month_late
                          WHERE
                            jurisdiction = $10
                            AND known_month >= $11::date
                            AND month < $12::date
                        ),
                        $13::date
                      ) - interval '1 month',
                      interval '1 month'
                    ) AS step
                )
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
              (harm * 1e6)::bigint AS harm_millionths
            FROM
              cell_month
            WHERE
              jurisdiction = $14
              AND origin = ANY ($15::text[])
              AND kind = $16
              AND month = ANY (
                ARRAY(
                  SELECT
                    step::date
                  FROM
                    generate_series(
                      (
                        greatest(
                          ($17::date - make_interval(months => $18))::date,
                          coalesce(
                            (
                              SELECT
                                min(month)
                              FROM
                                cell_month_late
                              WHERE
                                jurisdiction = $19
                                AND known_month >= $20::date
                                AND month < $21::date
                            ),
                            $22::date
                          )
                        )
                      )::timestamp,
                      $23::date - interval '1 month',
                      interval '1 month'
                    ) AS step
                )
              )
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
              jurisdiction = $24
              AND known_month >= $25::date
              AND month < $26::date
              AND origin = ANY ($27::text[])
              AND kind = $28
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
      cell.jurisdiction = $29
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
      2 * counted.j + (counted.i & 1) + position_step AS position,
      sum(count) AS total
    FROM
      counted
      CROSS JOIN (
        VALUES
          (0, 0),
          (0, -2),
          (0, 2),
          (-1, -1),
          (-1, 1),
          (1, -1),
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
      AND around.position = 2 * counted.j + (counted.i & 1)
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
      $30
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
        jurisdiction = $31
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
      AND q < $32
  ) AS "significantCells",
  ST_AsGeoJSON (cell.geom, 6)::json AS geometry
FROM
  best
  JOIN cell USING (i, j)
WHERE
  cell.jurisdiction = $33
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
