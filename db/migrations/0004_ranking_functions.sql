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

-- One cell's history, and the kinds of a list's cells, without reading whole months.
CREATE INDEX cell_month_cell_idx ON cell_month (jurisdiction, i, j, month);
