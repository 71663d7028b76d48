-- The calendar of working days: deadlines run in them, and public holidays and make-up days are each year's own.

CREATE TABLE calendar_year (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  year         integer NOT NULL CHECK (year BETWEEN 2000 AND 2099),
  version      integer NOT NULL DEFAULT 1,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  changed_by   text,
  PRIMARY KEY (jurisdiction, year)
);
COMMENT ON TABLE calendar_year IS 'A year whose exceptions somebody has entered; of others nothing is known but Monday to Friday.';
COMMENT ON COLUMN calendar_year.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';
COMMENT ON COLUMN calendar_year.changed_by IS 'Name of who made the last edit.';

CREATE TABLE calendar_day (
  jurisdiction text NOT NULL,
  year         integer NOT NULL,
  day          date NOT NULL,
  is_working   boolean NOT NULL,
  name         text CHECK (length(name) BETWEEN 1 AND 40),
  PRIMARY KEY (jurisdiction, day),
  FOREIGN KEY (jurisdiction, year) REFERENCES calendar_year ON DELETE CASCADE,
  CHECK (extract(year FROM day) = year)
);
COMMENT ON TABLE calendar_day IS 'Days that are not what Monday to Friday would have them, or have a name: public holidays, make-up working days.';
COMMENT ON COLUMN calendar_day.name IS 'What the day is, such as a holiday; null: nobody has said.';

SELECT protect_table('calendar_year');
SELECT protect_table('calendar_day');
SELECT allow('SELECT', 'calendar_year', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin', 'grid_worker', 'department', 'viewer']);
SELECT allow('SELECT', 'calendar_day', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin', 'grid_worker', 'department', 'viewer']);
SELECT allow('INSERT', 'calendar_year', ARRAY['admin'], columns => '(jurisdiction, year, changed_at, changed_by)');
SELECT allow('UPDATE', 'calendar_year', ARRAY['admin'], columns => '(version, changed_at, changed_by)');
SELECT allow('INSERT', 'calendar_day', ARRAY['admin'], columns => '(jurisdiction, year, day, is_working, name)');
SELECT allow('DELETE', 'calendar_day', ARRAY['admin']);
