SELECT
  id,
  name,
  town_id,
  version,
  tile_geometry ("geom", $1::int, $2::int, $3::int) AS geom
FROM
  patrol_zone
WHERE
  jurisdiction = $4
  AND "geom" && ST_MakeEnvelope (
    $5::float8,
    $6::float8,
    $7::float8,
    $8::float8,
    4326
  )
ORDER BY
  id
