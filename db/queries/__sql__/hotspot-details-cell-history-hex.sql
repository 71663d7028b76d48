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
              AND true
          ) - (
            SELECT
              coalesce(sum(late.count), 0)::int
            FROM
              cell_month_late AS late
            WHERE
              late.jurisdiction = $13
              AND late.i = cell.i
              AND late.j = cell.j
              AND late.month = step.month
              AND late.origin = ANY ($14::text[])
              AND late.known_month >= $15::date
              AND true
          )
        )
        ORDER BY
          month
      )
    FROM
      (
        SELECT
          ($16::date - make_interval(months => back))::date AS month
        FROM
          generate_series(1, $17::int) AS back
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
            fact.jurisdiction = $18
            AND fact.month = step.month
            AND fact.origin = ANY ($19::text[])
            AND fact.i = around.i
            AND fact.j = around.j
            AND true
        ) - (
          SELECT
            coalesce(sum(late.count), 0)::int
          FROM
            cell_month_late AS late
          WHERE
            late.jurisdiction = $20
            AND late.i = around.i
            AND late.j = around.j
            AND late.month = step.month
            AND late.origin = ANY ($21::text[])
            AND late.known_month >= $22::date
            AND true
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
          ($23::date - make_interval(months => back))::date AS month
        FROM
          generate_series(1, $24::int) AS back
      ) step
  ) AS "neighboursMean"
FROM
  cell
WHERE
  jurisdiction = $25
  AND i = $26
  AND j = $27
