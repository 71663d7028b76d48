-- The tenant, its imports and its places. Every key begins with `jurisdiction`, so that one column isolates a tenant
-- and, on Citus, decides the node. Geometry rests in EPSG:4326; metre work uses the jurisdiction's own CRS.

CREATE TABLE jurisdiction (
  code             text PRIMARY KEY CHECK (code ~ '^[0-9]{6}$'),
  name             text NOT NULL CHECK (name <> ''),
  timezone         text NOT NULL,
  metric_srid      integer NOT NULL,
  cell_size_metres double precision NOT NULL CHECK (cell_size_metres BETWEEN 20 AND 20000),
  cell_shape       text NOT NULL CHECK (cell_shape IN ('square', 'hex')),
  cell_origin_x    double precision NOT NULL DEFAULT 0,
  cell_origin_y    double precision NOT NULL DEFAULT 0,
  buffer_metres    double precision NOT NULL DEFAULT 1000 CHECK (buffer_metres >= 0),
  boundary         geometry(MultiPolygon, 4326) NOT NULL,
  is_demo          boolean NOT NULL DEFAULT false,
  created_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE jurisdiction IS 'County-level city: the tenant that owns every other row.';
COMMENT ON COLUMN jurisdiction.code IS 'Administrative code (adcode), six digits.';
COMMENT ON COLUMN jurisdiction.timezone IS 'IANA zone; months are local months in it.';
COMMENT ON COLUMN jurisdiction.metric_srid IS 'EPSG code of the projected CRS that the cells are laid in.';
COMMENT ON COLUMN jurisdiction.cell_size_metres IS 'Square: side. Hexagon: flat to flat. Fixed for ever: a moved cell makes months incomparable.';
COMMENT ON COLUMN jurisdiction.cell_origin_x IS 'Easting of the lattice origin in metric_srid.';
COMMENT ON COLUMN jurisdiction.cell_origin_y IS 'Northing of the lattice origin in metric_srid.';
COMMENT ON COLUMN jurisdiction.buffer_metres IS 'How far outside the boundary an imported place may lie before it is rejected.';
COMMENT ON COLUMN jurisdiction.is_demo IS 'True for synthetic data; every page then says so.';

CREATE TABLE import_batch (
  jurisdiction  text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id            bigint GENERATED ALWAYS AS IDENTITY,
  subject       text NOT NULL CHECK (subject IN ('incidents', 'crashes', 'hazards', 'premises', 'roads', 'towns', 'grids')),
  file_name     text NOT NULL,
  options       jsonb NOT NULL,
  rows_read     integer NOT NULL CHECK (rows_read >= 0),
  rows_accepted integer NOT NULL CHECK (rows_accepted >= 0),
  rows_rejected integer NOT NULL CHECK (rows_rejected >= 0),
  rows_known    integer NOT NULL CHECK (rows_known >= 0),
  created_at    timestamptz NOT NULL DEFAULT now(),
  undone_at     timestamptz,
  PRIMARY KEY (jurisdiction, id),
  CHECK (rows_read = rows_accepted + rows_rejected + rows_known)
);
COMMENT ON TABLE import_batch IS 'One import: one file, one transaction. Undone as a whole.';
COMMENT ON COLUMN import_batch.rows_known IS 'Rows that were already there from this or an earlier file, and so added nothing.';

CREATE TABLE import_reject (
  jurisdiction text NOT NULL,
  batch_id     bigint NOT NULL,
  row_number   integer NOT NULL,
  reason       text NOT NULL,
  detail       text NOT NULL,
  raw          text NOT NULL,
  PRIMARY KEY (jurisdiction, batch_id, row_number),
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch ON DELETE CASCADE
);
COMMENT ON TABLE import_reject IS 'Every row that was not taken, with its place in the file and why.';
COMMENT ON COLUMN import_reject.row_number IS 'Row in the file, the header being row 1; for GeoJSON the feature, from 1.';

CREATE TABLE town (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  name_en      text,
  kind         text NOT NULL DEFAULT 'town' CHECK (kind IN ('street', 'town', 'township', 'zone', 'district')),
  is_sketch    boolean NOT NULL DEFAULT false,
  content_hash uuid,
  batch_id     bigint,
  geom         geometry(MultiPolygon, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  UNIQUE (jurisdiction, name),
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch
);
CREATE INDEX town_geom_idx ON town USING gist (geom);
COMMENT ON TABLE town IS 'Towns, streets and zones (镇街区). Data, not an enumeration: zones are missing from statistical lists.';
COMMENT ON COLUMN town.id IS 'The source''s code where it has one, else its name. Public code lists disagree: join by name.';
COMMENT ON COLUMN town.content_hash IS 'MD5 of the row as imported; null for a row that no import brought. Likewise grid''s and road_segment''s.';
COMMENT ON COLUMN town.batch_id IS 'Import that brought it; null for none. Likewise grid''s and road_segment''s.';
COMMENT ON COLUMN town.is_sketch IS 'True when the outline is a sketch, not a surveyed boundary.';

CREATE TABLE village (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  town_id      text,
  name         text NOT NULL CHECK (name <> ''),
  geom         geometry(Geometry, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id)
);
CREATE INDEX village_geom_idx ON village USING gist (geom);
COMMENT ON TABLE village IS 'Villages and communities (村/社区); a point where no outline is known.';

CREATE TABLE grid (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  town_id      text,
  name         text NOT NULL CHECK (name <> ''),
  content_hash uuid,
  batch_id     bigint,
  geom         geometry(MultiPolygon, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id),
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch
);
CREATE INDEX grid_geom_idx ON grid USING gist (geom);
COMMENT ON TABLE grid IS 'Administrative grids (网格): the area a grid worker answers for. Not the analysis cell.';

CREATE TABLE patrol_zone (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  town_id      text,
  name         text NOT NULL CHECK (name <> ''),
  version      integer NOT NULL DEFAULT 1,
  geom         geometry(MultiPolygon, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id)
);
CREATE INDEX patrol_zone_geom_idx ON patrol_zone USING gist (geom);
COMMENT ON TABLE patrol_zone IS 'Patrol zones (巡防区) as commanders draw them; they may cross grids and towns.';
COMMENT ON COLUMN patrol_zone.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';

CREATE TABLE road_segment (
  jurisdiction  text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id            text NOT NULL,
  name          text,
  class         text NOT NULL,
  length_metres double precision NOT NULL CHECK (length_metres >= 0),
  content_hash  uuid,
  batch_id      bigint,
  geom          geometry(LineString, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch
);
CREATE INDEX road_segment_geom_idx ON road_segment USING gist (geom);
COMMENT ON TABLE road_segment IS 'Road network: one row a piece between two nodes.';
COMMENT ON COLUMN road_segment.class IS 'motorway, trunk, primary, secondary, tertiary, local, service, path.';
COMMENT ON COLUMN road_segment.length_metres IS 'Geodesic length.';

CREATE TABLE water (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  name         text,
  geom         geometry(Geometry, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id)
);
CREATE INDEX water_geom_idx ON water USING gist (geom);
COMMENT ON TABLE water IS 'Rivers (lines) and lakes (areas) of the built-in basemap.';

CREATE TABLE cell (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  i            integer NOT NULL,
  j            integer NOT NULL,
  town_id      text,
  centre       geometry(Point, 4326) NOT NULL,
  geom         geometry(Polygon, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, i, j),
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id)
);
CREATE INDEX cell_geom_idx ON cell USING gist (geom);
COMMENT ON TABLE cell IS 'Analysis cells that touch the jurisdiction; those with no incidents count too.';
COMMENT ON COLUMN cell.i IS 'Lattice column: floor((x - origin) / size) for squares, ST_HexagonGrid''s i for hexagons.';
COMMENT ON COLUMN cell.j IS 'Lattice row, likewise.';
COMMENT ON COLUMN cell.town_id IS 'Town that holds the centre; null where towns are not known.';
