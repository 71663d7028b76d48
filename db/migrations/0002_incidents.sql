-- Incidents and the facts kept from them. Incidents are append-only, partitioned by local month;
-- a batch is the unit that comes in and can be undone.

CREATE TABLE kind (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  code         text NOT NULL CHECK (code <> ''),
  name_zh      text NOT NULL,
  name_en      text NOT NULL,
  group_code   text,
  harm_weight  double precision NOT NULL DEFAULT 1 CHECK (harm_weight >= 0),
  PRIMARY KEY (jurisdiction, code)
);
COMMENT ON TABLE kind IS 'Kinds of incident (警情类别): data, so that each jurisdiction keeps its own.';
COMMENT ON COLUMN kind.harm_weight IS 'Harm of one incident, in days of the sentence''s starting point (Crime Harm Index idea).';

CREATE TABLE data_version (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  subject      text NOT NULL,
  version      bigint NOT NULL DEFAULT 1,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (jurisdiction, subject)
);
COMMENT ON TABLE data_version IS 'Counts the changes of each subject (incidents, hazards, towns …): the ETag of tiles and lists, and part of a ranking''s identity.';

CREATE FUNCTION bump_data_version(text, text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO data_version AS known (jurisdiction, subject) VALUES ($1, $2)
  ON CONFLICT (jurisdiction, subject)
    DO UPDATE SET version = known.version + 1, changed_at = now()
  RETURNING version
$$;
COMMENT ON FUNCTION bump_data_version(text, text) IS 'Call in the transaction that changes a subject''s rows.';

CREATE SEQUENCE incident_id_seq;
CREATE TABLE incident (
  jurisdiction          text NOT NULL,
  month                 date NOT NULL CHECK (extract(day FROM month) = 1),
  id                    bigint NOT NULL DEFAULT nextval('incident_id_seq'),
  kind                  text NOT NULL,
  occurred_from         timestamptz NOT NULL,
  occurred_to           timestamptz NOT NULL,
  reported_at           timestamptz,
  origin                text NOT NULL DEFAULT 'citizen' CHECK (origin IN ('citizen', 'patrol', 'department')),
  place_accuracy_metres real,
  cell_i                integer NOT NULL,
  cell_j                integer NOT NULL,
  source_id             text COLLATE "C",
  content_hash          uuid NOT NULL,
  ordinal               integer NOT NULL DEFAULT 1 CHECK (ordinal >= 1),
  batch_id              bigint NOT NULL,
  attributes            jsonb,
  geom                  geometry(Point, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, month, id),
  UNIQUE (jurisdiction, month, content_hash, ordinal),
  CHECK (occurred_to >= occurred_from),
  FOREIGN KEY (jurisdiction, kind) REFERENCES kind,
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch
) PARTITION BY RANGE (month);
CREATE INDEX incident_geom_idx ON incident USING gist (geom);
CREATE INDEX incident_source_idx ON incident (jurisdiction, source_id) WHERE source_id IS NOT NULL;
COMMENT ON TABLE incident IS 'Incidents (警情/案事件). Partitions incident_YYYY_MM are made as data arrives.';
COMMENT ON COLUMN incident.id IS 'Imported: batch_id * 2^31 + row number in the file; else from incident_id_seq.';
COMMENT ON COLUMN incident.month IS 'First day of the local month of occurred_from, in the jurisdiction''s timezone.';
COMMENT ON COLUMN incident.occurred_to IS 'Equal to occurred_from for an instant; later for an interval (left at night, found in the morning).';
COMMENT ON COLUMN incident.origin IS 'Who found it. Rankings count citizen-reported ones by default, else a patrol would feed itself.';
COMMENT ON COLUMN incident.cell_i IS 'Lattice column of geom; the cell exists only inside the jurisdiction.';
COMMENT ON COLUMN incident.content_hash IS 'MD5 of the row as imported (its source id included): the same row never comes in twice.';
COMMENT ON COLUMN incident.ordinal IS 'Numbers identical rows of one file, which are distinct events.';

CREATE TABLE crash (
  jurisdiction   text NOT NULL,
  month          date NOT NULL,
  incident_id    bigint NOT NULL,
  severity       text NOT NULL CHECK (severity IN ('fatal', 'serious', 'slight', 'damage')),
  deaths         integer CHECK (deaths >= 0),
  injured        integer CHECK (injured >= 0),
  has_ebike      boolean,
  drink_driving  boolean,
  road_id        text,
  road_name      text,
  road_offset_metres double precision,
  PRIMARY KEY (jurisdiction, month, incident_id),
  FOREIGN KEY (jurisdiction, month, incident_id) REFERENCES incident (jurisdiction, month, id) ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, road_id) REFERENCES road_segment ON DELETE SET NULL (road_id)
);
COMMENT ON TABLE crash IS 'What makes an incident a crash (交通事故): severity, parties, place on the road.';
COMMENT ON COLUMN crash.severity IS 'Worst injury: 死亡 fatal, 重伤 serious, 轻伤 slight, 财损 damage.';
COMMENT ON COLUMN crash.road_offset_metres IS 'Distance from the reported point to the road it was snapped to.';

CREATE TABLE cell_month (
  jurisdiction text NOT NULL,
  kind         text NOT NULL,
  month        date NOT NULL,
  origin       text NOT NULL,
  i            integer NOT NULL,
  j            integer NOT NULL,
  count        integer NOT NULL CHECK (count > 0),
  harm         double precision NOT NULL CHECK (harm >= 0),
  PRIMARY KEY (jurisdiction, month, kind, origin, i, j)
);
COMMENT ON TABLE cell_month IS 'Facts: every incident by lattice cell, kind and month. Rankings read these, never the incidents; they join cell, since incidents of the buffer may lie in no cell.';
COMMENT ON COLUMN cell_month.harm IS 'count times the kind''s harm weight.';
