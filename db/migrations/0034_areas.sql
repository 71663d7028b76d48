-- Rankings of administrative grids, villages and towns. Incidents are counted by area once, when somebody first asks and
-- whenever incidents or areas have changed since: what is kept here can be made anew from them at any time.

CREATE TABLE area (
  jurisdiction       text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  unit               text NOT NULL CHECK (unit IN ('grid', 'village', 'town')),
  place              integer NOT NULL CHECK (place >= 0),
  id                 text NOT NULL,
  town_id            text,
  name               text NOT NULL,
  name_en            text,
  is_estimated       boolean NOT NULL,
  square_kilometres  double precision NOT NULL CHECK (square_kilometres > 0),
  x                  double precision NOT NULL,
  y                  double precision NOT NULL,
  point              geometry(Point, 4326) NOT NULL,
  neighbours         integer[] NOT NULL,
  neighbourhood_size integer NOT NULL GENERATED ALWAYS AS (cardinality(neighbours)) STORED,
  geom               geometry(MultiPolygon, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, unit, place),
  UNIQUE (jurisdiction, unit, id)
);
CREATE INDEX area_geom_idx ON area USING gist (geom);
COMMENT ON TABLE area IS 'Grids, villages and towns as rankings see them: made from the tables of these names.';
COMMENT ON COLUMN area.place IS 'Numbers the areas of a unit from 0, by id.';
COMMENT ON COLUMN area.id IS 'As in the table that the unit names.';
COMMENT ON COLUMN area.is_estimated IS 'True where no outline is known: what is nearer to this village than to any other.';
COMMENT ON COLUMN area.x IS 'Of the point in the jurisdiction''s metric CRS; likewise y.';
COMMENT ON COLUMN area.point IS 'Inside the area; a village''s own where no outline is known.';
COMMENT ON COLUMN area.neighbours IS 'Places that touch it within 0.0001 degrees (about 10 m), itself included.';

CREATE TABLE area_month (
  jurisdiction text NOT NULL,
  unit         text NOT NULL,
  place        integer NOT NULL,
  month        date NOT NULL CHECK (extract(day FROM month) = 1),
  kind         text NOT NULL,
  origin       text NOT NULL,
  known_month  date NOT NULL CHECK (known_month >= month),
  count        integer NOT NULL CHECK (count > 0),
  PRIMARY KEY (jurisdiction, unit, month, kind, origin, place, known_month),
  FOREIGN KEY (jurisdiction, unit, place) REFERENCES area ON DELETE CASCADE
);
COMMENT ON TABLE area_month IS 'Incidents by area, month, kind and origin. One that lies in two areas counts in the first.';
COMMENT ON COLUMN area_month.known_month IS 'First day of the local month in which they were reported; that of the month itself where that was at once or is not known.';

CREATE TABLE area_facts (
  jurisdiction      text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  unit              text NOT NULL,
  incidents_version bigint NOT NULL,
  places_version    text NOT NULL,
  incidents_outside integer NOT NULL CHECK (incidents_outside >= 0),
  PRIMARY KEY (jurisdiction, unit)
);
COMMENT ON TABLE area_facts IS 'Of which incidents and areas the facts of a unit were counted; they are counted anew where these have changed.';
COMMENT ON COLUMN area_facts.incidents_outside IS 'Incidents, of all months, that lie in no area.';

CREATE TABLE area_hotspot (
  jurisdiction      text NOT NULL,
  run_id            bigint NOT NULL,
  rank              integer NOT NULL CHECK (rank >= 1),
  area_id           text NOT NULL,
  town_id           text,
  name              text NOT NULL,
  name_en           text,
  is_estimated      boolean NOT NULL,
  square_kilometres double precision NOT NULL CHECK (square_kilometres > 0),
  lon               double precision NOT NULL,
  lat               double precision NOT NULL,
  score             double precision NOT NULL,
  count             integer NOT NULL,
  harm              double precision NOT NULL,
  z                 double precision,
  q                 double precision CHECK (q BETWEEN 0 AND 1),
  PRIMARY KEY (jurisdiction, run_id, rank),
  UNIQUE (jurisdiction, run_id, area_id),
  FOREIGN KEY (jurisdiction, run_id) REFERENCES ranking_run ON DELETE CASCADE
);
COMMENT ON TABLE area_hotspot IS 'One ranked grid, village or town of a run, as it was then; all that were ranked, those without incidents too.';

SELECT protect_table(name::regclass) FROM unnest(ARRAY['area', 'area_month', 'area_facts', 'area_hotspot']) AS name;
SELECT limit_to_towns(name::regclass) FROM unnest(ARRAY['area', 'area_hotspot']) AS name;
SELECT limit_to_towns('area_facts', 'true');
SELECT limit_to_towns('area_month', 'EXISTS (SELECT FROM area WHERE area.jurisdiction = area_month.jurisdiction AND area.unit = area_month.unit AND area.place = area_month.place)');
SELECT allow('SELECT', name::regclass, ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin'])
FROM unnest(ARRAY['area', 'area_month', 'area_facts', 'area_hotspot']) AS name;

-- A ranking of areas is no more for everybody than one of a single kind: few incidents in a small grid tell of persons.
ALTER POLICY "select" ON ranking_run USING (
  jurisdiction = (SELECT actor_jurisdiction_as(ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer', 'public']))
  AND ((SELECT actor_is_police()) OR kind IS NULL AND ranker IN ('count_12m', 'gistar') AND parameters -> 'origins' = '["citizen"]'
    AND NOT parameters ?| ARRAY['group', 'weighing', 'unit'])
);
