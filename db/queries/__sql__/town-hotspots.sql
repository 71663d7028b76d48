SELECT
  rank,
  i,
  j,
  round(ST_X (cell.centre)::numeric, 6)::float8 AS lon,
  round(ST_Y (cell.centre)::numeric, 6)::float8 AS lat,
  score,
  count,
  harm,
  z,
  q,
  (count(*) OVER ())::int AS "hotspotsTotal"
FROM
  hotspot
  JOIN cell USING (jurisdiction, i, j)
WHERE
  jurisdiction = $1
  AND run_id = $2
  AND town_id = ANY ($3::text[])
ORDER BY
  rank
LIMIT
  $4
