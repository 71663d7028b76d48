WITH
  known AS (
    SELECT
      i,
      j,
      sum(count) * $1::int8 AS "part_0",
      sum(
        count * ($2::int8[]) [
          round(($3::date - month) / 30.436875::float8)::int
        ]
      ) AS "part_1",
      sum(
        count * ($4::int8[]) [
          round(($5::date - month) / 30.436875::float8)::int
        ]
      ) AS "part_2",
      sum(
        count * ($6::int8[]) [
          round(($7::date - month) / 30.436875::float8)::int
        ]
      ) AS "part_3",
      sum(count) FILTER (
        WHERE
          month >= ($8::date - make_interval(months => $9))::date
      )::int AS count,
      sum(harm_millionths::float8) FILTER (
        WHERE
          month >= ($10::date - make_interval(months => $11))::date
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
              jurisdiction = $12
              AND origin = ANY ($13::text[])
              AND kind = $14
              AND month = ANY (
                ARRAY(
                  SELECT
                    step::date
                  FROM
                    generate_series(
                      ($15::date - make_interval(months => $16))::date::timestamp,
                      $17::date - interval '1 month',
                      interval '1 month'
                    ) AS step
                )
              )
          ) known
        WHERE
          month - coalesce(
            (
              SELECT
                min(month)
              FROM
                cell_month_late
              WHERE
                jurisdiction = $18
                AND known_month >= $19::date
                AND month < $20::date
            ),
            $21::date
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
              (harm * 1e6)::bigint AS harm_millionths
            FROM
              cell_month
            WHERE
              jurisdiction = $22
              AND origin = ANY ($23::text[])
              AND kind = $24
              AND month = ANY (
                ARRAY(
                  SELECT
                    step::date
                  FROM
                    generate_series(
                      ($25::date - make_interval(months => $26))::date::timestamp,
                      $27::date - interval '1 month',
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
              jurisdiction = $28
              AND known_month >= $29::date
              AND month < $30::date
              AND origin = ANY ($31::text[])
              AND kind = $32
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
                jurisdiction = $33
                AND known_month >= $34::date
                AND month < $35::date
            ),
            $36::date
          )
          AND count > coalesce(late_count, 0)
      ) fact
    GROUP BY
      i,
      j
  ),
  whole AS MATERIALIZED (
    SELECT
      i,
      j,
      neighbourhood_size,
      coalesce("part_0", 0) AS "part_0",
      coalesce("part_1", 0) AS "part_1",
      coalesce("part_2", 0) AS "part_2",
      coalesce("part_3", 0) AS "part_3",
      coalesce(count, 0) AS count,
      coalesce(harm, 0) AS harm,
      last_month,
      i * 2097152::int8 + 2 * j + (i & 1) AS key
    FROM
      cell
      LEFT JOIN known USING (i, j)
    WHERE
      cell.jurisdiction = $37
  ),
  "part_3_carried" AS (
    SELECT
      key + step AS key,
      sum("part_3"::int8 * weight) AS "part_3_carried"
    FROM
      whole
      CROSS JOIN unnest($38::int8[], $39::int4[]) AS steps (step, weight)
    WHERE
      "part_3" > 0
    GROUP BY
      1
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      (
        $40::float8 * ("part_0"::float8 / $41::float8) + $42::float8 * ("part_1"::float8 / $43::float8) + $44::float8 * ("part_2"::float8 / $45::float8) + $46::float8 * (
          coalesce("part_3_carried", 0)::float8 / $47::float8
        )
      ) AS measure,
      count,
      harm,
      last_month
    FROM
      whole
      LEFT JOIN "part_3_carried" USING (key)
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
      counts[place - rows + (i & 1) - 1] + counts[place - rows + (i & 1)] + counts[place - 1] + counts[place] + counts[place + 1] + counts[place + rows + (i & 1) - 1] + counts[place + rows + (i & 1)] AS sum_around
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
      $48
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
        jurisdiction = $49
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
      AND q < $50
  ) AS "significantCells",
  ST_AsGeoJSON (cell.geom, 6)::json AS geometry
FROM
  best
  JOIN cell USING (i, j)
WHERE
  cell.jurisdiction = $51
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
