-- The weights of Gi* depend on the lattice alone: counted once when cells come, not with every ranking.

ALTER TABLE cell ADD COLUMN neighbourhood_size smallint NOT NULL DEFAULT 1 CHECK (neighbourhood_size BETWEEN 1 AND 9);
COMMENT ON COLUMN cell.neighbourhood_size IS 'How many cells exist of this one and the eight (hexagons: six) around it; kept by triggers.';

-- Positions are rows of squares, or half rows of hexagons, whose odd columns lie half a cell higher.
CREATE FUNCTION count_neighbourhoods(jurisdictions text[]) RETURNS void LANGUAGE sql AS $$
  WITH existing AS (
    SELECT cell.jurisdiction, cell_shape, i, CASE cell_shape WHEN 'hex' THEN 2 * j + (i & 1) ELSE j END AS position
    FROM cell JOIN jurisdiction ON jurisdiction.code = cell.jurisdiction WHERE code = ANY (jurisdictions)
  ), around AS (
    SELECT jurisdiction, i + column_step AS i, position + position_step AS position, count(*)::smallint AS size
    FROM existing JOIN (VALUES
      ('square', -1, -1), ('square', -1, 0), ('square', -1, 1), ('square', 0, -1), ('square', 0, 0),
      ('square', 0, 1), ('square', 1, -1), ('square', 1, 0), ('square', 1, 1),
      ('hex', 0, 0), ('hex', 0, -2), ('hex', 0, 2), ('hex', -1, -1), ('hex', -1, 1), ('hex', 1, -1), ('hex', 1, 1)
    ) AS step (shape, column_step, position_step) ON step.shape = cell_shape
    GROUP BY 1, 2, 3
  )
  UPDATE cell SET neighbourhood_size = around.size
  FROM around JOIN jurisdiction ON jurisdiction.code = around.jurisdiction
  WHERE cell.jurisdiction = around.jurisdiction AND cell.i = around.i
    AND around.position = CASE cell_shape WHEN 'hex' THEN 2 * cell.j + (cell.i & 1) ELSE cell.j END
    AND cell.neighbourhood_size <> around.size
$$;

CREATE FUNCTION count_changed_neighbourhoods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_neighbourhoods(ARRAY(SELECT DISTINCT jurisdiction FROM changed));
  RETURN NULL;
END $$;

CREATE TRIGGER neighbourhood_added AFTER INSERT ON cell
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_changed_neighbourhoods();
CREATE TRIGGER neighbourhood_removed AFTER DELETE ON cell
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_changed_neighbourhoods();

SELECT count_neighbourhoods(ARRAY(SELECT code FROM jurisdiction));
