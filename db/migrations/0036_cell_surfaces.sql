-- What layers show of all cells for a ranking's month, kinds and origins: computed when such a layer is first switched on, kept as
-- long as the run.

CREATE TABLE cell_surface (
  jurisdiction text NOT NULL,
  run_id       bigint NOT NULL,
  i            integer NOT NULL,
  j            integer NOT NULL,
  density      double precision NOT NULL CHECK (density >= 0),
  trend        text NOT NULL,
  cluster      text NOT NULL CHECK (cluster IN ('high-high', 'low-low', 'high-low', 'low-high', 'none')),
  PRIMARY KEY (jurisdiction, run_id, i, j),
  FOREIGN KEY (jurisdiction, run_id) REFERENCES ranking_run ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, i, j) REFERENCES cell ON DELETE CASCADE
);
COMMENT ON TABLE cell_surface IS 'Cells with something to show in what a run ranked: density, emerging class, cluster of local Moran.';
COMMENT ON COLUMN cell_surface.density IS 'Incidents per square kilometre in the 12 months before the run''s, quartic kernel of 500 m (of two cells, where these are larger), not corrected at the edge.';
COMMENT ON COLUMN cell_surface.trend IS 'Class of emerging hotspots over the last 12 months, such as persistent-hot, or none.';
COMMENT ON COLUMN cell_surface.cluster IS 'Quadrant of local Moran where Benjamini–Hochberg q is below 0.05, else none.';

SELECT protect_table('cell_surface');
SELECT limit_to_towns('cell_surface', '(i, j) IN (SELECT * FROM actor_cells())');
SELECT allow('SELECT', 'cell_surface', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin']);
