-- Administrators keep the kinds of incident and their harm weights.

ALTER TABLE kind
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN default_harm_weight double precision DEFAULT NULL,
  ADD COLUMN harm_source text,
  ADD COLUMN changed_at timestamptz,
  ADD COLUMN changed_by text,
  -- NaN is larger than all other numbers, so that this refuses it too.
  ADD CONSTRAINT kind_harm_weight_within_reason CHECK (harm_weight <= 36500);
UPDATE kind SET default_harm_weight = harm_weight;
COMMENT ON COLUMN kind.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';
COMMENT ON COLUMN kind.default_harm_weight IS 'The weight that the kind came with, in days; a trigger sets it.';
COMMENT ON COLUMN kind.harm_source IS 'Where the weight comes from, in words: a law, a table, who decided.';
COMMENT ON COLUMN kind.changed_by IS 'Id of the user who edited it last; null where nobody has, or the host.';

CREATE FUNCTION set_default_harm_weight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.default_harm_weight := coalesce(NEW.default_harm_weight, NEW.harm_weight);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION set_default_harm_weight() IS 'What a kind comes with is its default.';
CREATE TRIGGER set_default_harm_weight BEFORE INSERT ON kind FOR EACH ROW EXECUTE FUNCTION set_default_harm_weight();
