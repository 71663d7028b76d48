-- Campaigns: one month, its towns, its phases, and the figures that were published or counted. A figure belongs
-- to a metric, which fixes what it is of: figures of different metrics are never added up or ranked together.

CREATE TABLE department (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  PRIMARY KEY (jurisdiction, id),
  UNIQUE (jurisdiction, name)
);
COMMENT ON TABLE department IS 'Departments (部门) that lead an action or take part.';

CREATE TABLE campaign (
  jurisdiction     text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id               text NOT NULL,
  name             text NOT NULL CHECK (name <> ''),
  name_en          text NOT NULL,
  kind             text NOT NULL
    CHECK (kind IN ('one_month_one_town', 'one_month_one_village', 'one_month_one_theme', 'hundred_days')),
  month            date NOT NULL CHECK (extract(day FROM month) = 1),
  launched_on      date,
  year_is_inferred boolean NOT NULL DEFAULT false,
  note             text,
  PRIMARY KEY (jurisdiction, id)
);
CREATE INDEX campaign_month_idx ON campaign (jurisdiction, month);
COMMENT ON TABLE campaign IS 'Campaigns (大会战): a month in which one or two towns are the main battlefield.';
COMMENT ON COLUMN campaign.kind IS '一月一镇, 一月一村, 一月一主题, 百日攻坚.';
COMMENT ON COLUMN campaign.launched_on IS 'Day of the launch; null where no source says. Its figures may count from an earlier day.';
COMMENT ON COLUMN campaign.year_is_inferred IS 'True where the source prints day and month but no year.';

CREATE TABLE campaign_town (
  jurisdiction text NOT NULL,
  campaign_id  text NOT NULL,
  town_id      text NOT NULL,
  PRIMARY KEY (jurisdiction, campaign_id, town_id),
  FOREIGN KEY (jurisdiction, campaign_id) REFERENCES campaign ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE CASCADE
);
COMMENT ON TABLE campaign_town IS 'The towns of a campaign (战区).';

CREATE TABLE phase (
  jurisdiction text NOT NULL,
  campaign_id  text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('pre', 'battle', 'post')),
  starts_on    date,
  ends_on      date,
  PRIMARY KEY (jurisdiction, campaign_id, kind),
  CHECK (ends_on >= starts_on),
  FOREIGN KEY (jurisdiction, campaign_id) REFERENCES campaign ON DELETE CASCADE
);
COMMENT ON TABLE phase IS 'Phases of a campaign: 战前, 战时, 战后. A date is null where no source says it.';

CREATE TABLE action (
  jurisdiction       text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  code               text NOT NULL,
  position           integer NOT NULL CHECK (position >= 1),
  name               text NOT NULL CHECK (name <> ''),
  name_en            text NOT NULL,
  aliases            text[] NOT NULL DEFAULT '{}',
  lead_department_id text,
  lead_is_inferred   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (jurisdiction, code),
  UNIQUE (jurisdiction, position),
  CHECK (lead_department_id IS NOT NULL OR NOT lead_is_inferred),
  FOREIGN KEY (jurisdiction, lead_department_id) REFERENCES department
);
COMMENT ON TABLE action IS 'Special actions (专项行动) of a campaign, ten of them by default.';
COMMENT ON COLUMN action.aliases IS 'Other names that the same action goes by in reports.';
COMMENT ON COLUMN action.lead_is_inferred IS 'True where the lead was concluded from the subject, and no source states it.';

CREATE TABLE metric (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id           text NOT NULL,
  campaign_id  text,
  town_id      text,
  action_code  text,
  scope        text NOT NULL CHECK (scope IN ('action', 'outcome', 'organisation', 'context')),
  name         text NOT NULL CHECK (name <> ''),
  name_en      text NOT NULL,
  definition   text,
  unit         text NOT NULL,
  quantity     text NOT NULL CHECK (quantity IN ('count', 'rate', 'stock', 'money', 'area', 'rank', 'target')),
  window_from  date,
  window_basis text NOT NULL CHECK (window_basis IN ('stated', 'inferred', 'not_stated')),
  PRIMARY KEY (jurisdiction, id),
  CHECK ((scope = 'action') = (action_code IS NOT NULL)),
  FOREIGN KEY (jurisdiction, campaign_id) REFERENCES campaign ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town,
  FOREIGN KEY (jurisdiction, action_code) REFERENCES action
);
COMMENT ON TABLE metric IS 'What a figure is of: one subject, place and window. Two metrics of a similar name are still two.';
COMMENT ON COLUMN metric.town_id IS 'Null: the whole jurisdiction.';
COMMENT ON COLUMN metric.definition IS 'What counts and what does not, as far as it is known. Null: the source gives only a name.';
COMMENT ON COLUMN metric.window_from IS 'First day that counts: not always the campaign''s first.';
COMMENT ON COLUMN metric.window_basis IS 'Whether a source states the window for this figure.';

CREATE TABLE result (
  jurisdiction    text NOT NULL,
  metric_id       text NOT NULL,
  source          text NOT NULL CHECK (source <> ''),
  value           numeric NOT NULL,
  qualifier       text NOT NULL CHECK (qualifier IN ('exact', 'at_least', 'at_most', 'about')),
  as_of           date,
  as_of_precision text CHECK (as_of_precision IN ('day', 'month')),
  also_in         text[] NOT NULL DEFAULT '{}',
  note            text,
  PRIMARY KEY (jurisdiction, metric_id, source),
  CHECK ((as_of IS NULL) = (as_of_precision IS NULL)),
  FOREIGN KEY (jurisdiction, metric_id) REFERENCES metric ON DELETE CASCADE
);
COMMENT ON TABLE result IS 'A figure as its source gives it. Two sources that differ are two results, told apart by their dates.';
COMMENT ON COLUMN result.qualifier IS 'exact, at_least (≥, 余, 多, 以上), at_most (≤), about (≈, 约, 近).';
COMMENT ON COLUMN result.as_of IS 'Last day that counted; null where the source does not say.';
COMMENT ON COLUMN result.also_in IS 'Further sources that print the same figure: no results of their own.';
