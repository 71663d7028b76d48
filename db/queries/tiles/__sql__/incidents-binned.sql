SELECT
  count,
  ST_MakePoint (sum_x / count, sum_y / count) AS geom
FROM
  (
    SELECT
      ("unit_x" >> $1::int) AS bin_x,
      ("unit_y" >> $2::int) AS bin_y,
      count(*)::int AS count,
      sum(unit_x) AS sum_x,
      sum(unit_y) AS sum_y
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
    GROUP BY
      bin_x,
      bin_y
    OFFSET
      0
  ) AS bin
WHERE
  bin_x BETWEEN 0 AND $14::int
  AND bin_y BETWEEN 0 AND $15::int
ORDER BY
  bin_y,
  bin_x
