SELECT
  id,
  "name",
  tile_point ("label", $1::int, $2::int, $3::int) AS geom
FROM
  (
    SELECT
      id,
      "name",
      ST_PointOnSurface (geom) AS label
    FROM
      "grid"
    WHERE
      jurisdiction = $4
      AND "geom" && ST_MakeEnvelope (
        $5::float8,
        $6::float8,
        $7::float8,
        $8::float8,
        4326
      )
  ) AS named
ORDER BY
  id
