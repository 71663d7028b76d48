SELECT
  id,
  kind,
  town_id,
  live_points,
  assumed_points,
  CASE
    WHEN live_points IS NULL THEN 'unchecked'
    WHEN live_points >= $1::float8 THEN 'red'
    WHEN live_points > 0 THEN 'yellow'
    ELSE 'green'
  END AS risk,
  tile_point ("geom", $2::int, $3::int, $4::int) AS geom
FROM
  premises
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
