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
          to_char(month, 'YYYY-MM'),
          'count',
          (
            SELECT
              coalesce(sum(fact.count), 0)::int
            FROM
              cell_month_total AS fact
            WHERE
              fact.jurisdiction = $11
              AND fact.month = step.month
              AND fact.origin = ANY ($12::text[])
              AND fact.i = cell.i
              AND fact.j = cell.j
          )
        )
        ORDER BY
          month
      )
    FROM
      (
        SELECT
          ($13::date - make_interval(months => back))::date AS month
        FROM
          generate_series(1, $14::int) AS back
      ) step
  ) AS series,
  (
    SELECT
      sum(
        (
          SELECT
            coalesce(sum(fact.count), 0)::int
          FROM
            cell_month_total AS fact
          WHERE
            fact.jurisdiction = $15
            AND fact.month = step.month
            AND fact.origin = ANY ($16::text[])
            AND fact.i = around.i
            AND fact.j = around.j
        )
      )::float8 / nullif(
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
      CROSS JOIN (
        SELECT
          ($17::date - make_interval(months => back))::date AS month
        FROM
          generate_series(1, $18::int) AS back
      ) step
  ) AS "neighboursMean"
FROM
  cell
WHERE
  jurisdiction = $19
  AND i = $20
  AND j = $21
