SELECT
  id,
  category,
  severity,
  state,
  is_listed,
  title,
  town_id,
  coalesce(
    deadline < $1::date
    AND state NOT IN ('closed', 'withdrawn'),
    false
  ) AS overdue,
  tile_point ("geom", $2::int, $3::int, $4::int) AS geom
FROM
  hazard
WHERE
  jurisdiction = $5
  AND "geom" && ST_MakeEnvelope (
    $6::float8,
    $7::float8,
    $8::float8,
    $9::float8,
    4326
  )
ORDER BY
  id
