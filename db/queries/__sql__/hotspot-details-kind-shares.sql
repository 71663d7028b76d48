WITH
  share AS (
    SELECT
      i,
      j,
      kind,
      sum(count)::int AS count
    FROM
      unnest($1::int[], $2::int[]) AS wanted (i, j)
      JOIN cell_month USING (i, j)
    WHERE
      jurisdiction = $3
      AND month < $4::date
      AND month >= ($5::date - make_interval(months => $6))::date
      AND origin = ANY ($7::text[])
    GROUP BY
      i,
      j,
      kind
  )
SELECT
  i,
  j,
  json_agg(
    json_build_object(
      'kind',
      share.kind,
      'nameZh',
      name_zh,
      'nameEn',
      name_en,
      'count',
      count
    )
    ORDER BY
      count DESC,
      share.kind
  ) AS kinds
FROM
  share
  JOIN kind ON kind.jurisdiction = $8
  AND kind.code = share.kind
GROUP BY
  i,
  j
ORDER BY
  i,
  j
