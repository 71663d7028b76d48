-- Cells are by far the most numerous areas of a tile, and convex: their way into tile units needs no geometry library.

ALTER TABLE cell ADD COLUMN mercator geometry(Polygon, 3857) NOT NULL
  GENERATED ALWAYS AS (ST_ForcePolygonCW(ST_Transform(geom, 3857))) STORED;
COMMENT ON COLUMN cell.mercator IS 'geom in Web Mercator, clockwise, which is counter-clockwise in a tile, whose y grows downwards.';

-- What tile_geometry did after the projection, so that a shape that is projected already can be drawn as well.
CREATE FUNCTION tile_shape(
  projected geometry, zoom integer, tile_x integer, tile_y integer, margin integer DEFAULT 64
) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  units_a_metre double precision := (4096::bigint << zoom) / 40075016.685578488;
  half_world    double precision := (4096::bigint << zoom) / 2;
  dimension     integer := ST_Dimension(projected);
  shape         geometry;
  whole         geometry;
BEGIN
  shape := ST_SetSRID(ST_Affine(
    projected, units_a_metre, 0, 0, -units_a_metre,
    half_world - 4096::double precision * tile_x, half_world - 4096::double precision * tile_y
  ), 0);
  -- An area of next to nothing would break the geometry library inside the embedded database, unless it is rounded.
  -- It may be a ring that crosses itself, whose parts cancel out; what is still a sliver when mended cannot be seen.
  IF dimension = 2 AND ST_Area(shape) < 1e-3 THEN
    shape := ST_CollectionExtract(ST_MakeValid(ST_SnapToGrid(shape, 0.0625)), 3);
    IF ST_Area(shape) < 1e-3 THEN
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
COMMENT ON FUNCTION tile_shape(geometry, integer, integer, integer, integer) IS
  'Lines or areas (EPSG:3857) in whole tile units, clipped to the tile and its margin; null where nothing is left.';

CREATE OR REPLACE FUNCTION tile_geometry(
  place geometry, zoom integer, tile_x integer, tile_y integer, margin integer DEFAULT 64
) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF ST_Dimension(place) = 0 THEN
    RETURN tile_point(CASE GeometryType(place) WHEN 'POINT' THEN place ELSE ST_PointOnSurface(place) END, zoom, tile_x, tile_y);
  END IF;
  RETURN tile_shape(ST_Force2D(ST_Transform(place, 3857)), zoom, tile_x, tile_y, margin);
END
$$;

DROP FUNCTION tile_cell(geometry, integer, integer, integer);
CREATE FUNCTION tile_cell(projected geometry, zoom integer, tile_x integer, tile_y integer) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  shape  geometry := tile_shape(projected, zoom, tile_x, tile_y);
  centre geometry;
BEGIN
  IF shape IS NULL THEN
    centre := tile_point(ST_Transform(ST_Centroid(projected), 4326), zoom, tile_x, tile_y);
    shape := ST_ForcePolygonCCW(ST_MakeEnvelope(ST_X(centre), ST_Y(centre), ST_X(centre) + 1, ST_Y(centre) + 1));
  END IF;
  RETURN shape;
END
$$;
COMMENT ON FUNCTION tile_cell(geometry, integer, integer, integer) IS
  'Like tile_shape, but an area too small for the zoom stays as one square unit: a hotspot never vanishes.';
