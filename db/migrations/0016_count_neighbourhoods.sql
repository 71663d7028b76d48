-- The same counts by a join on the key itself. Joined by an expression of it, each cell met every other of its column
-- where the planner took a nested loop: 20 s for 35,000 cells, where this takes one or two.

CREATE OR REPLACE FUNCTION count_neighbourhoods(jurisdictions text[]) RETURNS void LANGUAGE sql AS $$
  WITH existing AS (
    SELECT cell.jurisdiction, cell_shape, i, j, CASE cell_shape WHEN 'hex' THEN 2 * j + (i & 1) ELSE j END AS position
    FROM cell JOIN jurisdiction ON jurisdiction.code = cell.jurisdiction WHERE code = ANY (jurisdictions)
  ), around AS (
    SELECT jurisdiction, i + column_step AS i,
           CASE cell_shape WHEN 'hex' THEN (position + position_step - ((i + column_step) & 1)) / 2
             ELSE position + position_step END AS j
    FROM existing JOIN (VALUES
      ('square', -1, -1), ('square', -1, 0), ('square', -1, 1), ('square', 0, -1), ('square', 0, 0),
      ('square', 0, 1), ('square', 1, -1), ('square', 1, 0), ('square', 1, 1),
      ('hex', 0, 0), ('hex', 0, -2), ('hex', 0, 2), ('hex', -1, -1), ('hex', -1, 1), ('hex', 1, -1), ('hex', 1, 1)
    ) AS step (shape, column_step, position_step) ON step.shape = cell_shape
  ), counted AS MATERIALIZED (
    SELECT jurisdiction, i, j, count(*)::smallint AS size FROM around GROUP BY 1, 2, 3
  )
  UPDATE cell SET neighbourhood_size = counted.size
  FROM counted
  WHERE cell.jurisdiction = counted.jurisdiction AND cell.i = counted.i AND cell.j = counted.j
    AND cell.neighbourhood_size <> counted.size
$$;
