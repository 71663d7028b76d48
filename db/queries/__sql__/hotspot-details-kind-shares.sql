WITH
  share AS (
    SELECT
      i,
      j,
      code,
      name_zh,
      name_en,
      sum(count)::int AS count
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
    GROUP BY
      i,
      j,
      code,
      name_zh,
      name_en
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
GROUP BY
  i,
  j
ORDER BY
  i,
  j
