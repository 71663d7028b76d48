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
              jurisdiction = $1
              AND origin = ANY ($2::text[])
              AND month < $3::date
              AND month >= ($4::date - make_interval(months => $5))::date
          ) known
        WHERE
          month - coalesce(
            (
              SELECT
                min(month)
              FROM
                cell_month_late
              WHERE
                jurisdiction = $6
                AND known_month >= $7::date
                AND month < $8::date
            ),
            $9::date
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
              harm_millionths
            FROM
              cell_month_total
            WHERE
              jurisdiction = $10
              AND origin = ANY ($11::text[])
              AND month < $12::date
              AND month >= ($13::date - make_interval(months => $14))::date
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
              jurisdiction = $15
              AND known_month >= $16::date
              AND month < $17::date
              AND origin = ANY ($18::text[])
              AND true
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
                jurisdiction = $19
                AND known_month >= $20::date
                AND month < $21::date
            ),
            $22::date
          )
          AND count > coalesce(late_count, 0)
      ) fact
    GROUP BY
      i,
      j
  ),
  known_by_day AS (
    SELECT
      i,
      j,
      sum(count * ($23::int8[]) [1 + age]) AS "part_0"
    FROM
      (
        SELECT
          cell_i AS i,
          cell_j AS j,
          $24::date - 1 - day AS age,
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
              jurisdiction = $25
          ) weighed ON weighed.code = incident.kind
          CROSS JOIN LATERAL (
            SELECT
              (occurred_from AT TIME ZONE $26)::date AS day
          ) happened
        WHERE
          jurisdiction = $27
          AND month < $28::date
          AND month >= date_trunc('month', $29::date - $30::int)::date
          AND day >= $31::date - $32::int
          AND (
            reported_at IS NULL
            OR reported_at < $33::timestamp AT TIME ZONE $34
          )
          AND origin = ANY ($35::text[])
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
      cell
      LEFT JOIN known USING (i, j)
      LEFT JOIN known_by_day USING (i, j)
    WHERE
      cell.jurisdiction = $36
  ),
  "part_0_carried" AS (
    SELECT
      key + step AS key,
      sum("part_0"::int8 * weight) AS "part_0_carried"
    FROM
      whole
      CROSS JOIN unnest($37::int8[], $38::int4[]) AS steps (step, weight)
    WHERE
      "part_0" > 0
    GROUP BY
      1
  ),
  counted AS (
    SELECT
      i,
      j,
      neighbourhood_size,
      (
        coalesce("part_0_carried", 0)::float8 / $39::float8
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
      counts[place - rows - 1] + counts[place - rows] + counts[place - rows + 1] + counts[place - 1] + counts[place] + counts[place + 1] + counts[place + rows - 1] + counts[place + rows] + counts[place + rows + 1] AS sum_around
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
      $40,
      $41::date,
      $42::text,
      $43,
      $44::jsonb,
      $45::date,
      coalesce(
        (
          SELECT
            version
          FROM
            data_version
          WHERE
            jurisdiction = $46
            AND subject = 'incidents'
        ),
        0
      ),
      $47::int,
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
  $48,
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
