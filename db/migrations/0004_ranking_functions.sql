-- What rankings need beyond tables. PostgreSQL 15 has no erf(); 16 does.

-- Two branches with the argument named once in each, and not STRICT, so that the planner inlines it.
-- exp() and products raise an error on underflow: beyond 37 standard deviations p is under 1e-299, so 0.
CREATE FUNCTION two_sided_p(z double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN z > 37 OR z < -37 THEN 0
    WHEN abs(z) < 7.07106781186547 THEN
      2 * exp(-z * z / 2)
      * ((((((3.52624965998911e-2 * abs(z) + 0.700383064443688) * abs(z) + 6.37396220353165) * abs(z)
          + 33.912866078383) * abs(z) + 112.079291497871) * abs(z) + 221.213596169931) * abs(z)
          + 220.206867912376)
      / (((((((8.83883476483184e-2 * abs(z) + 1.75566716318264) * abs(z) + 16.064177579207) * abs(z)
          + 86.7807322029461) * abs(z) + 296.564248779674) * abs(z) + 637.333633378831) * abs(z)
          + 793.826512519948) * abs(z) + 440.413735824752)
    ELSE
      2 * exp(-z * z / 2) / 2.506628274631
      / (abs(z) + 1 / (abs(z) + 2 / (abs(z) + 3 / (abs(z) + 4 / (abs(z) + 0.65)))))
  END
$$;
COMMENT ON FUNCTION two_sided_p(double precision) IS 'Chance of a standard normal at least as far from 0 as z (Hart 1968, algorithm 5666); right to 1e-14, and to 1e-8 of itself in the far tail.';

-- Facts of all kinds together: what rankings read most, several times fewer rows. Kept by the triggers below, so
-- that whoever writes cell_month cannot forget it.
CREATE TABLE cell_month_total (
  jurisdiction    text NOT NULL,
  month           date NOT NULL,
  origin          text NOT NULL,
  i               integer NOT NULL,
  j               integer NOT NULL,
  count           integer NOT NULL CHECK (count >= 0),
  harm_millionths bigint NOT NULL,
  PRIMARY KEY (jurisdiction, month, origin, i, j)
);
COMMENT ON TABLE cell_month_total IS 'Facts of all kinds: the sums of cell_month, kept by its triggers.';
COMMENT ON COLUMN cell_month_total.harm_millionths IS 'Whole millionths, since a sum of floats depends on its order and a ranking must not.';

-- The sums are made first (OFFSET 0 keeps the planner from sorting all rows to group them), then put in the key's
-- order; and months that are new need no look for a conflict. Together this halves what an import pays.
CREATE FUNCTION add_to_cell_month_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT jurisdiction, min(month) AS first, max(month) AS last FROM added GROUP BY jurisdiction) span
    JOIN cell_month_total USING (jurisdiction) WHERE month BETWEEN first AND last
  ) THEN
    INSERT INTO cell_month_total AS known (jurisdiction, month, origin, i, j, count, harm_millionths)
    SELECT jurisdiction, month, origin, i, j, sum(count), sum((harm * 1e6)::bigint)
    FROM added GROUP BY jurisdiction, month, origin, i, j ORDER BY jurisdiction, month, origin, i, j
    ON CONFLICT (jurisdiction, month, origin, i, j) DO UPDATE
      SET count = known.count + excluded.count, harm_millionths = known.harm_millionths + excluded.harm_millionths;
  ELSE
    INSERT INTO cell_month_total (jurisdiction, month, origin, i, j, count, harm_millionths)
    SELECT * FROM (
      SELECT jurisdiction, month, origin, i, j, sum(count), sum((harm * 1e6)::bigint)
      FROM added GROUP BY i, j, month, origin, jurisdiction OFFSET 0
    ) summed ORDER BY month, origin, i, j;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION take_from_cell_month_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cell_month_total AS known
  SET count = known.count - gone.count, harm_millionths = known.harm_millionths - gone.harm_millionths
  FROM (
    SELECT jurisdiction, month, origin, i, j, sum(count) AS count, sum((harm * 1e6)::bigint) AS harm_millionths
    FROM removed GROUP BY jurisdiction, month, origin, i, j
  ) gone
  WHERE known.jurisdiction = gone.jurisdiction AND known.month = gone.month AND known.origin = gone.origin
    AND known.i = gone.i AND known.j = gone.j;
  DELETE FROM cell_month_total AS known
  USING (SELECT DISTINCT jurisdiction, month, origin, i, j FROM removed) gone
  WHERE known.count = 0 AND known.jurisdiction = gone.jurisdiction AND known.month = gone.month
    AND known.origin = gone.origin AND known.i = gone.i AND known.j = gone.j;
  RETURN NULL;
END $$;

-- An update takes the old rows out before it adds the new ones; triggers of one event fire in the order of names.
CREATE TRIGGER total_1_removed AFTER DELETE ON cell_month
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION take_from_cell_month_total();
CREATE TRIGGER total_1_updated AFTER UPDATE ON cell_month
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION take_from_cell_month_total();
CREATE TRIGGER total_2_updated AFTER UPDATE ON cell_month
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_cell_month_total();
CREATE TRIGGER total_2_added AFTER INSERT ON cell_month
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_cell_month_total();
