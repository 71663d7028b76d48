SELECT
  code AS id,
  name,
  tile_geometry ("boundary", $1::int, $2::int, $3::int) AS geom
FROM
  jurisdiction
WHERE
  code = $4
  AND "boundary" && ST_MakeEnvelope (
    $5::float8,
    $6::float8,
    $7::float8,
    $8::float8,
    4326
  )
