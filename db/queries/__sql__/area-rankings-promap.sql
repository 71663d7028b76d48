WITH
  known AS (
    SELECT
      i,
      j,
      sum(count)::int AS count,
      sum(harm_millionths::float8) / 1e6 AS harm,
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
              jurisdiction = $1
          ) weighed ON weighed.code = area_month.kind
        WHERE
          jurisdiction = $2
          AND unit = $3
          AND origin = ANY ($4::text[])
          AND true
          AND month >= ($5::date - make_interval(months => $6))::date
          AND month < $7::date
          AND known_month < $8::date
      ) fact
    GROUP BY
      i,
      j
  ),
  known_by_day AS (
    SELECT
      i,
      j,
      sum(count * ($9::int8[]) [1 + age]) AS "part_0"
    FROM
      (
        SELECT
          covering.place AS i,
          0 AS j,
          $10::date - 1 - day AS age,
          count(*) AS count,
          sum((harm_weight * 1e6)::bigint) AS harm_millionths
        FROM
          incident
          JOIN (
            SELECT
              code,
              harm_weight
            FROM
              kind
            WHERE
              jurisdiction = $11
          ) weighed ON weighed.code = incident.kind
          CROSS JOIN LATERAL (
            SELECT
              place
            FROM
              area
            WHERE
              area.jurisdiction = $12
              AND unit = $13
              AND ST_Covers (area.geom, incident.geom)
            ORDER BY
              place
            LIMIT
              1
          ) covering
          CROSS JOIN LATERAL (
            SELECT
              (occurred_from AT TIME ZONE $14)::date AS day
          ) happened
        WHERE
          jurisdiction = $15
          AND month < $16::date
          AND month >= date_trunc('month', $17::date - $18::int)::date
          AND day >= $19::date - $20::int
          AND (
            reported_at IS NULL
            OR reported_at < $21::timestamp AT TIME ZONE $22
          )
          AND origin = ANY ($23::text[])
          AND true
        GROUP BY
          1,
          2,
          3
      ) lately
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
          jurisdiction = $24
          AND unit = $25
      ) cell
      LEFT JOIN known USING (i, j)
      LEFT JOIN known_by_day USING (i, j)
    WHERE
      cell.jurisdiction = $26
  ),
  "part_0_carried" AS (
    SELECT
      there.place * 2097152::int8 AS key,
      sum(
        "part_0"::int8 * round(4096 * 1 / (1 + metres / $27::float8))::int8
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
          jurisdiction = $28
          AND unit = $29
      ) "here" ON here.place = whole.i
      CROSS JOIN (
        SELECT
          place,
          x,
          y
        FROM
          area
        WHERE
          jurisdiction = $30
          AND unit = $31
      ) "there"
      CROSS JOIN LATERAL (
        SELECT
          sqrt((here.x - there.x) ^ 2 + (here.y - there.y) ^ 2) AS metres
        OFFSET
          0
      ) apart
    WHERE
      "part_0" > 0
      AND metres <= $32::float8
    GROUP BY
      1
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      (
        coalesce("part_0_carried", 0)::float8 / $33::float8
      ) AS measure,
      count,
      harm,
      last_month
    FROM
      whole
      LEFT JOIN "part_0_carried" USING (key)
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
      JOIN area ON area.jurisdiction = $34
      AND unit = $35
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
        jurisdiction = $36
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
      AND q < $37
  ) AS "significantCells"
FROM
  ranked
  JOIN area ON area.jurisdiction = $38
  AND unit = $39
  AND place = i
ORDER BY
  score DESC,
  harm DESC,
  last_month DESC NULLS LAST,
  i,
  j
