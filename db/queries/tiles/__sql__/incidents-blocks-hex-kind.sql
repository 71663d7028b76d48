WITH
  around AS MATERIALIZED (
    SELECT
      (
        (
          floor((ST_XMin (box) - $1::float8) / $2::float8)::int >> $3::int
        ) - 1
      ) << $4::int AS first_i,
      (
        (
          (
            floor((ST_XMax (box) - $5::float8) / $6::float8)::int >> $7::int
          ) + 2
        ) << $8::int
      ) - 1 AS last_i,
      (
        (
          floor((ST_YMin (box) - $9::float8) / $10::float8)::int >> $11::int
        ) - 1
      ) << $12::int AS first_j,
      (
        (
          (
            floor((ST_YMax (box) - $13::float8) / $14::float8)::int >> $15::int
          ) + 2
        ) << $16::int
      ) - 1 AS last_j
    FROM
      (
        SELECT
          ST_Transform (
            ST_Segmentize (
              ST_MakeEnvelope (
                greatest($17::float8, ST_XMin (area)),
                greatest($18::float8, ST_YMin (area)),
                least($19::float8, ST_XMax (area)),
                least($20::float8, ST_YMax (area)),
                4326
              ),
              $21::float8
            ),
            $22::int
          ) AS box
        FROM
          (
            SELECT
              ST_Expand (
                ST_Envelope (boundary),
                buffer_metres / $23::float8
              ) AS area
            FROM
              jurisdiction
            WHERE
              code = $24
            OFFSET
              0
          ) AS reach
        WHERE
          area && ST_MakeEnvelope (
            $25::float8,
            $26::float8,
            $27::float8,
            $28::float8,
            4326
          )
        OFFSET
          0
      ) AS near
  ),
  block AS MATERIALIZED (
    SELECT
      sum(fact.count)::int AS count,
      fact.i >> $29::int AS block_i,
      fact.j >> $30::int AS block_j,
      ST_Transform (
        ST_SetSRID (
          ST_MakePoint (
            $31::float8 + $32::float8 * (
              sum(fact.count::float8 * fact.i) / sum(fact.count)
            ),
            $33::float8 + $34::float8 * (
              (
                sum(fact.count::float8 * fact.j) / sum(fact.count)
              ) + (
                sum(fact.count::float8 * (fact.i & 1)) / sum(fact.count)
              ) * 0.5::float8
            )
          ),
          $35::int
        ),
        4326
      ) AS place
    FROM
      cell_month AS fact
    WHERE
      fact.jurisdiction = $36
      AND month >= $37::date
      AND month <= $38::date
      AND kind = $39
      AND "fact"."i" BETWEEN (
        SELECT
          "first_i"
        FROM
          around
      ) AND (
        SELECT
          "last_i"
        FROM
          around
      )
      AND "fact"."j" BETWEEN (
        SELECT
          "first_j"
        FROM
          around
      ) AND (
        SELECT
          "last_j"
        FROM
          around
      )
    GROUP BY
      block_i,
      block_j
  )
SELECT
  count,
  tile_point ("place", $40::int, $41::int, $42::int) AS geom
FROM
  block
ORDER BY
  block_j,
  block_i
