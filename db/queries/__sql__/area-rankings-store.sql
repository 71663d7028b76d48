WITH
  known AS (
    SELECT
      i,
      j,
      sum(count) * $1::int8 AS "part_0",
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
              jurisdiction = $2
          ) weighed ON weighed.code = area_month.kind
        WHERE
          jurisdiction = $3
          AND unit = $4
          AND origin = ANY ($5::text[])
          AND true
          AND month >= ($6::date - make_interval(months => $7))::date
          AND month < $8::date
          AND known_month < $9::date
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
      (
        SELECT
          jurisdiction,
          place AS i,
          0 AS j,
          neighbourhood_size
        FROM
          area
        WHERE
          jurisdiction = $10
          AND unit = $11
      ) cell
      LEFT JOIN known USING (i, j)
    WHERE
      cell.jurisdiction = $12
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      ("part_0"::float8 / $13::float8) AS measure,
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
  around AS (
    SELECT
      neighbour,
      sum(counted.count)::int8 AS total
    FROM
      counted
      JOIN area ON area.jurisdiction = $14
      AND unit = $15
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
      $16,
      $17::date,
      $18::text,
      $19,
      $20::jsonb,
      $21::date,
      coalesce(
        (
          SELECT
            version
          FROM
            data_version
          WHERE
            jurisdiction = $22
            AND subject = 'incidents'
        ),
        0
      ),
      $23::int,
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
  area_hotspot (
    jurisdiction,
    run_id,
    rank,
    area_id,
    town_id,
    name,
    name_en,
    is_estimated,
    square_kilometres,
    lon,
    lat,
    score,
    count,
    harm,
    z,
    q
  )
SELECT
  $24,
  run.id,
  row_number() OVER (
    ORDER BY
      score DESC,
      harm DESC,
      last_month DESC NULLS LAST,
      i,
      j
  ),
  area.id,
  town_id,
  name,
  name_en,
  is_estimated,
  square_kilometres,
  round(ST_X (point)::numeric, 6)::float8 AS lon,
  round(ST_Y (point)::numeric, 6)::float8 AS lat,
  score,
  count,
  harm,
  z,
  q
FROM
  ranked
  JOIN area ON area.jurisdiction = $25
  AND unit = $26
  AND place = i
  CROSS JOIN run
