SELECT
  i,
  j,
  coalesce(road.name, village.name, town.name) AS "placeName",
  CASE
    WHEN road.name IS NOT NULL THEN 'road'
    WHEN village.name IS NOT NULL THEN 'village'
    WHEN town.name IS NOT NULL THEN 'town'
  END AS "placeKind",
  town.name AS "townName",
  town.name_en AS "townNameEn"
FROM
  unnest($1::int[], $2::int[]) AS wanted (i, j)
  JOIN cell USING (i, j)
  LEFT JOIN town ON town.jurisdiction = cell.jurisdiction
  AND town.id = cell.town_id
  LEFT JOIN LATERAL (
    SELECT
      name
    FROM
      (
        SELECT
          name,
          ST_Distance (geom::geography, cell.centre::geography) AS metres
        FROM
          "road_segment" AS place
        WHERE
          place.jurisdiction = cell.jurisdiction
          AND name IS NOT NULL
        ORDER BY
          place.geom <-> cell.centre
        LIMIT
          8
      ) near
    WHERE
      metres <= 500
    ORDER BY
      metres,
      name
    LIMIT
      1
  ) road ON true
  LEFT JOIN LATERAL (
    SELECT
      name
    FROM
      (
        SELECT
          name,
          ST_Distance (geom::geography, cell.centre::geography) AS metres
        FROM
          "village" AS place
        WHERE
          place.jurisdiction = cell.jurisdiction
          AND name IS NOT NULL
        ORDER BY
          place.geom <-> cell.centre
        LIMIT
          8
      ) near
    WHERE
      metres <= 2000
    ORDER BY
      metres,
      name
    LIMIT
      1
  ) village ON true
WHERE
  cell.jurisdiction = $3
