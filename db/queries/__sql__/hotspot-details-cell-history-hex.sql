WITH
  around AS (
    SELECT
      i,
      j
    FROM
      cell
    WHERE
      jurisdiction = $1
      AND i BETWEEN $2::int - 1 AND $3::int + 1
      AND j BETWEEN $4::int - 1 AND $5::int + 1
      AND (i, j) <> ($6::int, $7::int)
      AND (
        i = $8::int
        OR abs(2 * j + (i & 1) - (2 * $9::int + ($10::int & 1))) = 1
      )
  )
SELECT
  round(ST_X (centre)::numeric, 6)::float8 AS lon,
  round(ST_Y (centre)::numeric, 6)::float8 AS lat,
  (
    SELECT
      json_agg(
        json_build_object(
          'month',
          to_char(step, 'YYYY-MM'),
          'count',
          coalesce(count, 0)
        )
        ORDER BY
          step
      )
    FROM
      generate_series(
        $11::date - make_interval(months => $12),
        $13::date - interval '1 month',
        interval '1 month'
      ) AS step
      LEFT JOIN (
        SELECT
          month,
          sum(count)::int AS count
        FROM
          cell_month
        WHERE
          jurisdiction = $14
          AND month < $15::date
          AND month >= ($16::date - make_interval(months => $17))::date
          AND origin = ANY ($18::text[])
          AND i = $19
          AND j = $20
        GROUP BY
          month
      ) known ON known.month = step::date
  ) AS series,
  (
    SELECT
      coalesce(sum(count), 0)::float8 / nullif(
        (
          SELECT
            count(*)
          FROM
            around
        ),
        0
      )
    FROM
      around
      JOIN cell_month USING (i, j)
    WHERE
      jurisdiction = $21
      AND month < $22::date
      AND month >= ($23::date - make_interval(months => $24))::date
      AND origin = ANY ($25::text[])
  ) AS "neighboursMean"
FROM
  cell
WHERE
  jurisdiction = $26
  AND i = $27
  AND j = $28
