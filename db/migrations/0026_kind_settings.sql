-- Administrators keep their kinds of incident: names and group themselves; the weight of harm by a job, since facts hang on it.

ALTER TABLE kind
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN harm_source text CHECK (length(harm_source) <= 200),
  ADD COLUMN changed_at timestamptz,
  ADD COLUMN changed_by text,
  -- Excludes NaN and infinity, too; a hundred years.
  ADD CONSTRAINT kind_harm_weight_maximum CHECK (harm_weight <= 36500);
COMMENT ON COLUMN kind.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';
COMMENT ON COLUMN kind.harm_source IS 'Where the weight comes from, in words: a law, a table, who decided; null: nobody has said.';
COMMENT ON COLUMN kind.changed_at IS 'Of the last edit; null: as it came in.';
COMMENT ON COLUMN kind.changed_by IS 'Name of who made the last edit.';

SELECT allow('INSERT', 'kind', ARRAY['admin'],
  columns => '(jurisdiction, code, name_zh, name_en, group_code, harm_weight, harm_source, changed_at, changed_by)');
SELECT allow('UPDATE', 'kind', ARRAY['admin'],
  columns => '(name_zh, name_en, group_code, version, changed_at, changed_by)');
-- One that has incidents is kept by their foreign key.
SELECT allow('DELETE', 'kind', ARRAY['admin']);
