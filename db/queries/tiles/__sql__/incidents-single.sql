SELECT
  id,
  kind,
  to_char(month, 'YYYY-MM') AS month,
  1 AS count,
  ST_MakePoint (unit_x, unit_y) AS geom
FROM
  (
    SELECT
      id,
      kind,
      month,
      (
        floor(tile_unit_x (ST_X (geom), $1::int)) - 4096::float8 * $2::int
      )::int AS unit_x,
      (
        floor(tile_unit_y (ST_Y (geom), $3::int)) - 4096::float8 * $4::int
      )::int AS unit_y
    FROM
      incident
    WHERE
      jurisdiction = $5
      AND "geom" && ST_MakeEnvelope (
        $6::float8,
        $7::float8,
        $8::float8,
        $9::float8,
        4326
      )
      AND month >= $10::date
      AND month <= $11::date
      AND kind = $12
    OFFSET
      0
  ) AS point
WHERE
  unit_x BETWEEN 0 AND 4095
  AND unit_y BETWEEN 0 AND 4095
ORDER BY
  id
