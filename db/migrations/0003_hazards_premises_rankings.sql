-- What the layers show beside incidents, and the stored rankings.

CREATE TABLE hazard (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  category     text NOT NULL,
  severity     text NOT NULL DEFAULT 'general' CHECK (severity IN ('general', 'major')),
  title        text NOT NULL,
  state        text NOT NULL DEFAULT 'reported'
    CHECK (state IN ('reported', 'assigned', 'rectifying', 're_check', 'closed', 'returned', 'withdrawn')),
  is_listed    boolean NOT NULL DEFAULT false,
  reported_at  timestamptz NOT NULL,
  deadline     date,
  closed_at    timestamptz,
  town_id      text,
  source_id    text,
  content_hash uuid NOT NULL,
  ordinal      integer NOT NULL DEFAULT 1 CHECK (ordinal >= 1),
  batch_id     bigint NOT NULL,
  attributes   jsonb,
  geom         geometry(Point, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  UNIQUE (jurisdiction, content_hash, ordinal),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id),
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch
);
CREATE INDEX hazard_geom_idx ON hazard USING gist (geom);
COMMENT ON TABLE hazard IS 'Hazard points (隐患点) and where each stands in the closed loop.';
COMMENT ON COLUMN hazard.category IS 'fire, traffic, work_safety, food_drug, gas, building, other.';
COMMENT ON COLUMN hazard.is_listed IS '挂牌督办: under listed supervision.';

CREATE TABLE premises (
  jurisdiction   text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id             bigint GENERATED ALWAYS AS IDENTITY,
  kind           text NOT NULL DEFAULT 'rental' CHECK (kind IN ('rental', 'three_in_one', 'workshop', 'school', 'other')),
  name           text NOT NULL,
  address        text,
  storeys        integer CHECK (storeys >= 0),
  rooms          integer CHECK (rooms >= 0),
  tenants        integer CHECK (tenants >= 0),
  year_built     integer CHECK (year_built BETWEEN 1000 AND 2200),
  town_id        text,
  assumed_points double precision CHECK (assumed_points >= 0),
  live_points    double precision CHECK (live_points >= 0),
  checked_at     timestamptz,
  source_id      text,
  content_hash   uuid NOT NULL,
  ordinal        integer NOT NULL DEFAULT 1 CHECK (ordinal >= 1),
  batch_id       bigint NOT NULL,
  attributes     jsonb,
  geom           geometry(Point, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  UNIQUE (jurisdiction, content_hash, ordinal),
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id),
  FOREIGN KEY (jurisdiction, batch_id) REFERENCES import_batch
);
CREATE INDEX premises_geom_idx ON premises USING gist (geom);
COMMENT ON TABLE premises IS 'Premises (场所), rental houses (出租房) first.';
COMMENT ON COLUMN premises.assumed_points IS 'Risk points known without a visit: storeys, tenants, age, use. Null: nothing known. Never added to live_points.';
COMMENT ON COLUMN premises.live_points IS 'Points of the defects still open from the last check. Null: never checked.';

CREATE TABLE defect_kind (
  code    text PRIMARY KEY,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  points  double precision NOT NULL CHECK (points > 0)
);
COMMENT ON TABLE defect_kind IS 'Reference table of fire defects in rental houses and their default points (methods: fire risk).';
INSERT INTO defect_kind VALUES
  ('ebike_indoors', '电动车在室内或疏散通道停放充电', 'E-bike charged or parked indoors or on the escape route', 10),
  ('sealed_window', '外窗封闭且无逃生口', 'Sealed window without escape opening', 8),
  ('combustible_partition', '可燃材料隔断', 'Combustible partition', 8),
  ('single_exit', '三层及以上仅一个安全出口', 'One exit for three storeys or more', 8),
  ('no_smoke_alarm', '无有效烟感报警器', 'No working smoke alarm', 5),
  ('wiring', '超负荷或私拉电线', 'Overloaded or private wiring', 6),
  ('gas_in_bedroom', '卧室内放置燃气瓶', 'Gas bottle in a sleeping room', 8),
  ('crowding', '人均不足6平方米或每间超过2人', 'Under 6 m² a person or over 2 a room', 4),
  ('no_extinguisher', '无灭火器', 'No extinguisher', 3),
  ('kitchen_in_corridor', '走廊内设灶台', 'Kitchen in a corridor', 5),
  ('unregistered', '10人以上未登记', 'Ten tenants or more unregistered', 3);

CREATE TABLE defect (
  jurisdiction text NOT NULL,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  premises_id  bigint NOT NULL,
  kind         text NOT NULL REFERENCES defect_kind,
  found_at     timestamptz NOT NULL,
  closed_at    timestamptz,
  PRIMARY KEY (jurisdiction, id),
  CHECK (closed_at >= found_at),
  FOREIGN KEY (jurisdiction, premises_id) REFERENCES premises ON DELETE CASCADE
);
CREATE INDEX defect_premises_idx ON defect (jurisdiction, premises_id);
COMMENT ON TABLE defect IS 'A defect found in premises; open until closed_at.';

CREATE TABLE black_spot (
  jurisdiction  text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id            bigint GENERATED ALWAYS AS IDENTITY,
  name          text NOT NULL,
  rule          text NOT NULL,
  window_from   date NOT NULL,
  window_to     date NOT NULL,
  crashes       integer NOT NULL CHECK (crashes >= 0),
  fatal         integer NOT NULL CHECK (fatal >= 0),
  serious       integer NOT NULL CHECK (serious >= 0),
  length_metres double precision NOT NULL CHECK (length_metres >= 0),
  found_at      timestamptz NOT NULL DEFAULT now(),
  geom          geometry(Geometry, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, id),
  CHECK (window_to > window_from),
  CHECK (fatal + serious <= crashes)
);
CREATE INDEX black_spot_geom_idx ON black_spot USING gist (geom);
COMMENT ON TABLE black_spot IS 'Accident black spots (事故黑点): a road section that meets a rule in a window, or was marked by hand.';
COMMENT ON COLUMN black_spot.rule IS 'Rule id, or "marked".';
COMMENT ON COLUMN black_spot.window_to IS 'First day that no longer counts.';

CREATE TABLE ranking_run (
  jurisdiction   text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id             bigint GENERATED ALWAYS AS IDENTITY,
  month          date NOT NULL CHECK (extract(day FROM month) = 1),
  kind           text,
  ranker         text NOT NULL,
  parameters     jsonb NOT NULL,
  as_of          date NOT NULL,
  data_version   bigint NOT NULL,
  method_version integer NOT NULL,
  cells_total    integer NOT NULL CHECK (cells_total >= 0),
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (jurisdiction, id),
  UNIQUE NULLS NOT DISTINCT (jurisdiction, month, kind, ranker, parameters, data_version, method_version)
);
COMMENT ON TABLE ranking_run IS 'A stored ranking: what it was asked, what it knew, and by which method, so that it can be repeated.';
COMMENT ON COLUMN ranking_run.kind IS 'Null: all kinds.';
COMMENT ON COLUMN ranking_run.as_of IS 'Only incidents of months before this date were known.';
COMMENT ON COLUMN ranking_run.cells_total IS 'Cells that were ranked; hotspot keeps those with a score above zero.';

CREATE TABLE hotspot (
  jurisdiction text NOT NULL,
  run_id       bigint NOT NULL,
  rank         integer NOT NULL CHECK (rank >= 1),
  i            integer NOT NULL,
  j            integer NOT NULL,
  score        double precision NOT NULL,
  count        integer NOT NULL,
  harm         double precision NOT NULL,
  z            double precision,
  q            double precision CHECK (q BETWEEN 0 AND 1),
  PRIMARY KEY (jurisdiction, run_id, rank),
  UNIQUE (jurisdiction, run_id, i, j),
  FOREIGN KEY (jurisdiction, run_id) REFERENCES ranking_run ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, i, j) REFERENCES cell ON DELETE CASCADE
);
COMMENT ON TABLE hotspot IS 'One ranked cell of a run.';
COMMENT ON COLUMN hotspot.count IS 'Incidents of the last 12 months before as_of, whatever the ranker.';
COMMENT ON COLUMN hotspot.z IS 'Gi* z-score of the 12-month counts; null where it cannot be told.';
COMMENT ON COLUMN hotspot.q IS 'Benjamini–Hochberg q of the two-sided p of z.';
