WITH
  near AS MATERIALIZED (
    SELECT
      i,
      j,
      town_id,
      geom
    FROM
      cell
    WHERE
      jurisdiction = $1
      AND "geom" && ST_MakeEnvelope (
        $2::float8,
        $3::float8,
        $4::float8,
        $5::float8,
        4326
      )
  )
SELECT
  near.i || ',' || near.j AS id,
  near.i,
  near.j,
  rank,
  score,
  count,
  harm,
  z,
  q,
  town_id,
  tile_cell ("near"."geom", $6::int, $7::int, $8::int) AS geom
FROM
  near
  JOIN hotspot ON hotspot.jurisdiction = $9
  AND hotspot.run_id = $10::bigint
  AND hotspot.i = near.i
  AND hotspot.j = near.j
ORDER BY
  rank DESC
