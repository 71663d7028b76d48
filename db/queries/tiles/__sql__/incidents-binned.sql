SELECT
  count(*)::int AS count,
  ST_MakePoint (sum(unit_x) / count(*), sum(unit_y) / count(*)) AS geom
FROM
  (
    SELECT
      unit_x,
      unit_y,
      unit_x / $1::int AS bin_x,
      unit_y / $2::int AS bin_y
    FROM
      (
        SELECT
          id,
          kind,
          month,
          (
            floor(tile_unit_x (ST_X (geom), $3::int)) - 4096::float8 * $4::int
          )::int AS unit_x,
          (
            floor(tile_unit_y (ST_Y (geom), $5::int)) - 4096::float8 * $6::int
          )::int AS unit_y
        FROM
          incident
        WHERE
          jurisdiction = $7
          AND "geom" && ST_MakeEnvelope (
            $8::float8,
            $9::float8,
            $10::float8,
            $11::float8,
            4326
          )
          AND month >= $12::date
          AND month <= $13::date
        OFFSET
          0
      ) AS point
    WHERE
      unit_x BETWEEN 0 AND 4095
      AND unit_y BETWEEN 0 AND 4095
  ) AS binned
GROUP BY
  bin_x,
  bin_y
ORDER BY
  bin_y,
  bin_x
