WITH
  known AS (
    SELECT
      i,
      j,
      cell_month.kind,
      cell_month.count
    FROM
      unnest($1::int[], $2::int[]) AS wanted (i, j)
      CROSS JOIN (
        SELECT
          ($3::date - make_interval(months => back))::date AS month
        FROM
          generate_series(1, $4::int) AS back
      ) step
      CROSS JOIN kind
      JOIN cell_month USING (jurisdiction, i, j, month)
    WHERE
      kind.jurisdiction = $5
      AND cell_month.kind = kind.code
      AND origin = ANY ($6::text[])
    UNION ALL
    SELECT
      i,
      j,
      kind,
      - count
    FROM
      unnest($7::int[], $8::int[]) AS wanted (i, j)
      CROSS JOIN (
        SELECT
          ($9::date - make_interval(months => back))::date AS month
        FROM
          generate_series(1, $10::int) AS back
      ) step
      JOIN cell_month_late USING (i, j, month)
    WHERE
      jurisdiction = $11
      AND known_month >= $12::date
      AND origin = ANY ($13::text[])
  ),
  share AS (
    SELECT
      i,
      j,
      kind,
      sum(count)::int AS count
    FROM
      known
    GROUP BY
      i,
      j,
      kind
    HAVING
      sum(count) > 0
  )
SELECT
  i,
  j,
  json_agg(
    json_build_object(
      'kind',
      code,
      'nameZh',
      name_zh,
      'nameEn',
      name_en,
      'count',
      count
    )
    ORDER BY
      count DESC,
      code
  ) AS kinds
FROM
  share
  JOIN kind ON kind.jurisdiction = $14
  AND kind.code = share.kind
GROUP BY
  i,
  j
ORDER BY
  i,
  j
