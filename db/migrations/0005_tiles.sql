-- Geometry in the coordinates of a vector tile: 4096 units a side, y downwards. Our own functions, because the
-- embedded database has none of PostGIS' tile functions and both backends must draw the same map.

-- Not STRICT: the planner writes such functions into the query, but a strict one only when it is sure of nulls.
CREATE FUNCTION tile_unit_x(longitude double precision, zoom integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (longitude + 180) / 360 * (4096::bigint << zoom)
$$;
COMMENT ON FUNCTION tile_unit_x(double precision, integer) IS 'Units from the western edge of the world, at this zoom.';

CREATE FUNCTION tile_unit_y(latitude double precision, zoom integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (0.5 - ln(tan(radians(least(greatest(latitude, -89), 89) + 90) / 2)) / (2 * pi())) * (4096::bigint << zoom)
$$;
COMMENT ON FUNCTION tile_unit_y(double precision, integer) IS 'Units from the northern edge of the Web Mercator world, at this zoom.';

-- A point's unit is found in the world first and then in the tile, and the tile is half open: so each point is in
-- exactly one tile of a zoom, however floating point rounds, and counts add up over tiles.
CREATE FUNCTION tile_point(place geometry, zoom integer, tile_x integer, tile_y integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN floor(tile_unit_x(ST_X(place), zoom)) BETWEEN 4096::float8 * tile_x AND 4096::float8 * tile_x + 4095
     AND floor(tile_unit_y(ST_Y(place), zoom)) BETWEEN 4096::float8 * tile_y AND 4096::float8 * tile_y + 4095
    THEN ST_MakePoint(
      floor(tile_unit_x(ST_X(place), zoom)) - 4096::float8 * tile_x,
      floor(tile_unit_y(ST_Y(place), zoom)) - 4096::float8 * tile_y
    )
  END
$$;
COMMENT ON FUNCTION tile_point(geometry, integer, integer, integer) IS 'A point (EPSG:4326) in whole tile units; null outside the tile.';

CREATE FUNCTION tile_geometry(
  place geometry, zoom integer, tile_x integer, tile_y integer, margin integer DEFAULT 64
) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  units_a_metre double precision := (4096::bigint << zoom) / 40075016.685578488;
  half_world    double precision := (4096::bigint << zoom) / 2;
  dimension     integer := ST_Dimension(place);
  shape         geometry;
  whole         geometry;
BEGIN
  IF dimension = 0 THEN
    RETURN tile_point(CASE GeometryType(place) WHEN 'POINT' THEN place ELSE ST_PointOnSurface(place) END, zoom, tile_x, tile_y);
  END IF;
  shape := ST_SetSRID(ST_Affine(
    ST_Force2D(ST_Transform(place, 3857)), units_a_metre, 0, 0, -units_a_metre,
    half_world - 4096::double precision * tile_x, half_world - 4096::double precision * tile_y
  ), 0);
  -- An area without area would break the clipping library inside the embedded database.
  IF dimension = 2 AND ST_Area(shape) = 0 THEN
    shape := ST_CollectionExtract(ST_MakeValid(shape), 3);
    IF ST_IsEmpty(shape) THEN
      RETURN NULL;
    END IF;
  END IF;
  shape := ST_ClipByBox2D(shape, ST_MakeBox2D(ST_MakePoint(-margin, -margin), ST_MakePoint(4096 + margin, 4096 + margin)));
  IF dimension = 1 THEN
    -- One unit is an eighth of a pixel: what is simplified away cannot be seen.
    whole := ST_SnapToGrid(ST_CollectionExtract(ST_Simplify(shape, 1), 2), 1);
    RETURN CASE WHEN ST_IsEmpty(whole) THEN NULL ELSE whole END;
  END IF;
  whole := ST_CollectionExtract(ST_SnapToGrid(shape, 1), 3);
  IF ST_IsEmpty(whole) THEN
    RETURN NULL;
  END IF;
  -- Snapping can fold a thin polygon over itself. Reducing the precision mends that, but costs ten times as much.
  IF NOT ST_IsValid(whole) THEN
    shape := CASE WHEN ST_IsValid(shape) THEN shape ELSE ST_MakeValid(shape) END;
    whole := ST_CollectionExtract(ST_ReducePrecision(shape, 1), 3);
  END IF;
  -- The tile format tells outer rings from holes by their turn alone.
  RETURN CASE WHEN ST_IsEmpty(whole) THEN NULL ELSE ST_ForcePolygonCCW(whole) END;
END
$$;
COMMENT ON FUNCTION tile_geometry(geometry, integer, integer, integer, integer) IS
  'Any geometry (EPSG:4326) in whole tile units, clipped to the tile and its margin; null where nothing is left.';

CREATE FUNCTION tile_cell(place geometry, zoom integer, tile_x integer, tile_y integer) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  shape  geometry := tile_geometry(place, zoom, tile_x, tile_y);
  centre geometry;
BEGIN
  IF shape IS NULL THEN
    centre := tile_point(ST_Centroid(place), zoom, tile_x, tile_y);
    shape := ST_ForcePolygonCCW(ST_MakeEnvelope(ST_X(centre), ST_Y(centre), ST_X(centre) + 1, ST_Y(centre) + 1));
  END IF;
  RETURN shape;
END
$$;
COMMENT ON FUNCTION tile_cell(geometry, integer, integer, integer) IS
  'Like tile_geometry, but an area too small for the zoom stays as one square unit: a hotspot never vanishes.';
