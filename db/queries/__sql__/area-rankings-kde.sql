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
              jurisdiction = $7
          ) weighed ON weighed.code = area_month.kind
        WHERE
          jurisdiction = $8
          AND unit = $9
          AND origin = ANY ($10::text[])
          AND true
          AND month >= ($11::date - make_interval(months => $12))::date
          AND month < $13::date
          AND known_month < $14::date
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
          jurisdiction = $15
          AND unit = $16
      ) cell
      LEFT JOIN known USING (i, j)
    WHERE
      cell.jurisdiction = $17
  ),
  "part_0_carried" AS (
    SELECT
      there.place * 2097152::int8 AS key,
      sum(
        "part_0"::int8 * round(4096 * (1 - (metres / $18::float8) ^ 2) ^ 2)::int8
      ) AS "part_0_carried"
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
          jurisdiction = $19
          AND unit = $20
      ) "here" ON here.place = whole.i
      CROSS JOIN (
        SELECT
          place,
          x,
          y
        FROM
          area
        WHERE
          jurisdiction = $21
          AND unit = $22
      ) "there"
      CROSS JOIN LATERAL (
        SELECT
          sqrt((here.x - there.x) ^ 2 + (here.y - there.y) ^ 2) AS metres
        OFFSET
          0
      ) apart
    WHERE
      "part_0" > 0
      AND metres <= $23::float8
    GROUP BY
      1
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      (
        coalesce("part_0_carried", 0)::float8 / $24::float8
      ) AS measure,
      count,
      harm,
      last_month
    FROM
      whole
      LEFT JOIN "part_0_carried" USING (key)
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
  around AS (
    SELECT
      neighbour,
      sum(counted.count)::int8 AS total
    FROM
      counted
      JOIN area ON area.jurisdiction = $25
      AND unit = $26
      AND place = counted.i
      CROSS JOIN unnest(neighbours) AS neighbour
    WHERE
      counted.count > 0
    GROUP BY
      1
  ),
  summed AS (
    SELECT
      counted.*,
      coalesce(total, 0) AS sum_around
    FROM
      counted
      LEFT JOIN around ON neighbour = i
  ),
  neighbourhood AS MATERIALIZED (
    SELECT
      i,
      j,
      measure,
      count,
      harm,
      last_month,
      (sum_around << 16) + neighbourhood_size AS level
    FROM
      summed
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
        jurisdiction = $27
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
      AND q < $28
  ) AS "significantCells"
FROM
  ranked
  JOIN area ON area.jurisdiction = $29
  AND unit = $30
  AND place = i
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
