-- A ranking knows what was known before its month began. What happened in March and was reported in May belongs to the
-- facts of March, but no ranking for April or May may count it: how many there are of these is kept beside the facts, and
-- taken off by whoever looks from before they were known. Few, since most is reported in the month in which it happens.

CREATE TABLE cell_month_late (
  jurisdiction text NOT NULL,
  i            integer NOT NULL,
  j            integer NOT NULL,
  month        date NOT NULL,
  kind         text NOT NULL,
  origin       text NOT NULL,
  known_month  date NOT NULL,
  count        integer NOT NULL CHECK (count > 0),
  harm         double precision NOT NULL CHECK (harm >= 0),
  PRIMARY KEY (jurisdiction, i, j, month, kind, origin, known_month),
  CHECK (known_month > month)
);
CREATE INDEX ON cell_month_late (jurisdiction, known_month, month);
COMMENT ON TABLE cell_month_late IS 'Those incidents of cell_month that were reported in a later month than they happened in; counted in both.';
COMMENT ON COLUMN cell_month_late.month IS 'First day of the local month in which they happened, as in cell_month.';
COMMENT ON COLUMN cell_month_late.known_month IS 'First day of the local month in which they were reported.';

SELECT protect_table('cell_month_late');
SELECT limit_to_towns('cell_month_late', '(i, j) IN (SELECT * FROM actor_cells())');
SELECT allow('SELECT', 'cell_month_late', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin']);

INSERT INTO cell_month_late (jurisdiction, i, j, month, kind, origin, known_month, count, harm)
SELECT incident.jurisdiction, cell_i, cell_j, incident.month, incident.kind, origin, known.month, count(*), count(*) * kind.harm_weight
FROM incident
JOIN jurisdiction ON jurisdiction.code = incident.jurisdiction
JOIN kind ON kind.jurisdiction = incident.jurisdiction AND kind.code = incident.kind
CROSS JOIN LATERAL (SELECT date_trunc('month', reported_at AT TIME ZONE timezone)::date) AS known (month)
WHERE known.month > incident.month
GROUP BY incident.jurisdiction, cell_i, cell_j, incident.month, incident.kind, origin, known.month, kind.harm_weight;

-- Stored rankings counted what was not known yet.
SELECT bump_data_version(jurisdiction, 'incidents') FROM (SELECT DISTINCT jurisdiction FROM cell_month_late) AS late;
