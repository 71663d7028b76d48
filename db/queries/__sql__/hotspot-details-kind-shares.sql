WITH
  known AS (
    SELECT
      i,
      j,
      kind,
      count
    FROM
      unnest($1::int[], $2::int[]) AS wanted (i, j)
      JOIN cell_month USING (i, j)
    WHERE
      jurisdiction = $3
      AND month >= ($4::date - make_interval(months => $5))::date
      AND month < $6::date
      AND origin = ANY ($7::text[])
    UNION ALL
    SELECT
      i,
      j,
      kind,
      - count
    FROM
      unnest($8::int[], $9::int[]) AS wanted (i, j)
      JOIN cell_month_late USING (i, j)
    WHERE
      jurisdiction = $10
      AND month >= ($11::date - make_interval(months => $12))::date
      AND month < $13::date
      AND origin = ANY ($14::text[])
      AND known_month >= $15::date
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
  JOIN kind ON kind.jurisdiction = $16
  AND kind.code = share.kind
GROUP BY
  i,
  j
ORDER BY
  i,
  j
