SELECT
  id,
  name,
  rule,
  crashes,
  fatal,
  serious,
  coalesce(
    tile_geometry ("geom", $1::int, $2::int, $3::int),
    tile_point (ST_Centroid (geom), $4::int, $5::int, $6::int)
  ) AS geom
FROM
  black_spot
WHERE
  jurisdiction = $7
  AND "geom" && ST_MakeEnvelope (
    $8::float8,
    $9::float8,
    $10::float8,
    $11::float8,
    4326
  )
ORDER BY
  id
