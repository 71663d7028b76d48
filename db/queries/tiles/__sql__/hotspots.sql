WITH
  near AS MATERIALIZED (
    SELECT
      i,
      j,
      town_id,
      mercator
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
  CASE
    WHEN (
      SELECT
        cell_size_metres
      FROM
        jurisdiction
      WHERE
        code = $6
    ) * $7::float8 >= $8::float8
    AND "mercator" @ ST_MakeEnvelope (
      $9::float8,
      $10::float8,
      $11::float8,
      $12::float8,
      3857
    ) THEN ST_SetSRID (
      ST_SnapToGrid (
        ST_Affine (
          mercator,
          $13::float8,
          0,
          0,
          $14::float8,
          $15::float8,
          $16::float8
        ),
        1
      ),
      0
    )
    ELSE tile_cell (mercator, $17::int, $18::int, $19::int)
  END AS geom
FROM
  near
  JOIN hotspot ON hotspot.jurisdiction = $20
  AND hotspot.run_id = $21::bigint
  AND hotspot.i = near.i
  AND hotspot.j = near.j
  AND (
    rank <= $22::int
    OR count > 0
  )
ORDER BY
  rank DESC
