-- Crime, crashes and fire risk on one map: where they coincide, one patrol serves for all (DDACTS). The parts are kept beside each
-- other and never only as their sum; what each weighs is a decision of the city, and every decision stays.

CREATE TABLE combined_weights (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  version      integer NOT NULL CHECK (version >= 1),
  crime        integer NOT NULL CHECK (crime BETWEEN 0 AND 100),
  crash        integer NOT NULL CHECK (crash BETWEEN 0 AND 100),
  fire         integer NOT NULL CHECK (fire BETWEEN 0 AND 100),
  note         text,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  changed_by   text,
  PRIMARY KEY (jurisdiction, version),
  CHECK (crime + crash + fire > 0)
);
COMMENT ON TABLE combined_weights IS 'What crime, crashes and fire risk weigh against each other; only ever added to. Without a row each weighs 1 (version 0).';

CREATE TABLE combined_facts (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  month        date NOT NULL CHECK (extract(day FROM month) = 1),
  versions     text NOT NULL,
  incidents    double precision NOT NULL,
  crash_weight double precision NOT NULL,
  fire_points  double precision NOT NULL,
  PRIMARY KEY (jurisdiction, month)
);
COMMENT ON TABLE combined_facts IS 'Of which data the parts of a month were counted, and what they add up to in all cells.';

CREATE TABLE cell_combined (
  jurisdiction text NOT NULL,
  month        date NOT NULL,
  i            integer NOT NULL,
  j            integer NOT NULL,
  crime        double precision NOT NULL CHECK (crime BETWEEN 0 AND 1),
  crash        double precision NOT NULL CHECK (crash BETWEEN 0 AND 1),
  fire         double precision NOT NULL CHECK (fire BETWEEN 0 AND 1),
  top_crime    boolean NOT NULL,
  top_crash    boolean NOT NULL,
  top_fire     boolean NOT NULL,
  PRIMARY KEY (jurisdiction, month, i, j),
  FOREIGN KEY (jurisdiction, month) REFERENCES combined_facts ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, i, j) REFERENCES cell ON DELETE CASCADE
);
COMMENT ON TABLE cell_combined IS 'A cell''s share of all crime, crash harm and fire risk of the jurisdiction, each of 1.';
COMMENT ON COLUMN cell_combined.top_crime IS 'Among the highest twentieth of all cells; likewise top_crash and top_fire.';

SELECT protect_table(name::regclass) FROM unnest(ARRAY['combined_weights', 'combined_facts', 'cell_combined']) AS name;
SELECT limit_to_towns('cell_combined', '(i, j) IN (SELECT * FROM actor_cells())');
SELECT limit_to_towns('combined_facts', 'false');
-- Whoever sees premises sees incidents and crashes, too.
SELECT allow('SELECT', name::regclass, ARRAY['commander', 'fire', 'analyst', 'admin'])
FROM unnest(ARRAY['combined_weights', 'combined_facts', 'cell_combined']) AS name;
