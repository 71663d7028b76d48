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
          place AS i,
          0 AS j,
          month,
          count,
          count * harm_millionths AS harm_millionths
        FROM
          area_month
          JOIN (
            SELECT
              code,
              (harm_weight * 1e6)::bigint AS harm_millionths
            FROM
              kind
            WHERE
              jurisdiction = $12
          ) weighed ON weighed.code = area_month.kind
        WHERE
          jurisdiction = $13
          AND unit = $14
          AND origin = ANY ($15::text[])
          AND true
          AND month >= ($16::date - make_interval(months => $17))::date
          AND month < $18::date
          AND known_month < $19::date
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
      i * 2097152::int8 + j AS key
    FROM
      (
        SELECT
          jurisdiction,
          place AS i,
          0 AS j,
          neighbourhood_size
        FROM
          area
        WHERE
          jurisdiction = $20
          AND unit = $21
      ) cell
      LEFT JOIN known USING (i, j)
    WHERE
      cell.jurisdiction = $22
  ),
  "part_3_carried" AS (
    SELECT
      there.place * 2097152::int8 AS key,
      sum(
        "part_3"::int8 * round(4096 * (1 - (metres / $23::float8) ^ 2) ^ 2)::int8
      ) AS "part_3_carried"
    FROM
      whole
      JOIN (
        SELECT
          place,
          x,
          y
        FROM
          area
        WHERE
          jurisdiction = $24
          AND unit = $25
      ) "here" ON here.place = whole.i
      CROSS JOIN (
        SELECT
          place,
          x,
          y
        FROM
          area
        WHERE
          jurisdiction = $26
          AND unit = $27
      ) "there"
      CROSS JOIN LATERAL (
        SELECT
          sqrt((here.x - there.x) ^ 2 + (here.y - there.y) ^ 2) AS metres
        OFFSET
          0
      ) apart
    WHERE
      "part_3" > 0
      AND metres <= $28::float8
    GROUP BY
      1
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      (
        $29::float8 * ("part_0"::float8 / $30::float8) + $31::float8 * ("part_1"::float8 / $32::float8) + $33::float8 * ("part_2"::float8 / $34::float8) + $35::float8 * (
          coalesce("part_3_carried", 0)::float8 / $36::float8
        )
      ) AS measure,
      count,
      harm,
      last_month
    FROM
      whole
      LEFT JOIN "part_3_carried" USING (key)
  ),
  keyed AS MATERIALIZED (
    SELECT
      *,
      i * 2097152::int8 + j AS key
    FROM
      counted
  ),
  field AS MATERIALIZED (
    SELECT
      count(*)::float8 AS n,
      coalesce(sum(count), 0)::float8 AS total,
      (
        count(*) * sum(count::int8 * count) - sum(count::numeric) ^ 2
      )::float8 AS spread
    FROM
      keyed
  ),
  around AS (
    SELECT
      neighbour * 2097152::int8 AS key,
      sum(count) AS total
    FROM
      keyed
      JOIN area ON area.jurisdiction = $37
      AND unit = $38
      AND place = keyed.i
      CROSS JOIN unnest(neighbours) AS neighbour
    WHERE
      count > 0
    GROUP BY
      1
  ),
  neighbourhood AS MATERIALIZED (
    SELECT
      i,
      j,
      measure,
      count,
      harm,
      last_month,
      (coalesce(total, 0)::int8 << 16) + neighbourhood_size AS level
    FROM
      keyed
      LEFT JOIN around USING (key)
  ),
  counted_level AS (
    SELECT
      level,
      (level >> 16)::float8 AS sum_around,
      (level & ((1 << 16) - 1))::float8 AS neighbours,
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
  )
SELECT
  area.id,
  town_id AS "townId",
  name,
  name_en AS "nameEn",
  is_estimated AS "isEstimated",
  square_kilometres AS "squareKilometres",
  round(ST_X (point)::numeric, 6)::float8 AS lon,
  round(ST_Y (point)::numeric, 6)::float8 AS lat,
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
        jurisdiction = $39
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
      AND q < $40
  ) AS "significantCells"
FROM
  ranked
  JOIN area ON area.jurisdiction = $41
  AND unit = $42
  AND place = i
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
