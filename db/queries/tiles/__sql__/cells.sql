SELECT
  i || ',' || j AS id,
  i,
  j,
  town_id,
  CASE
    WHEN (
      SELECT
        cell_size_metres
      FROM
        jurisdiction
      WHERE
        code = $1
    ) * $2::float8 >= $3::float8
    AND "mercator" @ ST_MakeEnvelope (
      $4::float8,
      $5::float8,
      $6::float8,
      $7::float8,
      3857
    ) THEN ST_SetSRID (
      ST_SnapToGrid (
        ST_Affine (
          mercator,
          $8::float8,
          0,
          0,
          $9::float8,
          $10::float8,
          $11::float8
        ),
        1
      ),
      0
    )
    ELSE tile_shape (mercator, $12::int, $13::int, $14::int)
  END AS geom
FROM
  cell
WHERE
  jurisdiction = $15
  AND "geom" && ST_MakeEnvelope (
    $16::float8,
    $17::float8,
    $18::float8,
    $19::float8,
    4326
  )
  AND $20::boolean
ORDER BY
  i,
  j
