-- Which area shall be compared with which, and when, written down before a campaign's month begins: who may choose the
-- control afterwards can find whatever they like. Nobody changes a registration; one that came too late says so.

CREATE TABLE effect_registration (
  jurisdiction  text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id            bigint GENERATED ALWAYS AS IDENTITY,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  campaign_id   text,
  kinds         text[] CHECK (cardinality(kinds) > 0),
  origins       text[] NOT NULL DEFAULT '{citizen}'
    CHECK (cardinality(origins) > 0 AND origins <@ ARRAY['citizen', 'patrol', 'department']),
  ring_metres   double precision NOT NULL DEFAULT 500 CHECK (ring_metres BETWEEN 0 AND 10000),
  before_from   date NOT NULL CHECK (extract(day FROM before_from) = 1 AND before_from >= '2000-01-01'),
  before_to     date NOT NULL CHECK (extract(day FROM before_to) = 1),
  during_from   date NOT NULL CHECK (extract(day FROM during_from) = 1),
  during_to     date NOT NULL CHECK (extract(day FROM during_to) = 1 AND during_to <= '2100-12-01'),
  note          text CHECK (length(note) BETWEEN 1 AND 2000),
  registered_at timestamptz NOT NULL DEFAULT now(),
  registered_by text,
  is_late       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (jurisdiction, id),
  FOREIGN KEY (jurisdiction, campaign_id) REFERENCES campaign ON DELETE SET NULL (campaign_id),
  CHECK (before_from <= before_to AND before_to < during_from AND during_from <= during_to)
);
COMMENT ON TABLE effect_registration IS 'What will be compared to tell whether a campaign worked, registered beforehand. Never changed.';
COMMENT ON COLUMN effect_registration.campaign_id IS 'The campaign that is looked at; null: none of the calendar, or one that was deleted since.';
COMMENT ON COLUMN effect_registration.kinds IS 'Kinds that count; null: all.';
COMMENT ON COLUMN effect_registration.origins IS 'Whose reports count: patrols find more where they go.';
COMMENT ON COLUMN effect_registration.ring_metres IS 'Width of the ring about each area in which displacement is looked for; 0: it is not.';
COMMENT ON COLUMN effect_registration.before_from IS 'First day of the first month before; likewise before_to and during_to: first day of their last month.';
COMMENT ON COLUMN effect_registration.registered_by IS 'Name of who registered it.';
COMMENT ON COLUMN effect_registration.is_late IS 'True where the first month during had begun, in the jurisdiction''s time. Set from registered_at.';

CREATE TABLE effect_area (
  jurisdiction    text NOT NULL,
  registration_id bigint NOT NULL,
  part            text NOT NULL CHECK (part IN ('treated', 'control')),
  position        integer NOT NULL CHECK (position >= 1),
  name            text NOT NULL CHECK (name <> ''),
  town_id         text,
  geom            geometry(MultiPolygon, 4326) NOT NULL,
  PRIMARY KEY (jurisdiction, registration_id, part, position),
  FOREIGN KEY (jurisdiction, registration_id) REFERENCES effect_registration ON DELETE CASCADE,
  FOREIGN KEY (jurisdiction, town_id) REFERENCES town ON DELETE SET NULL (town_id)
);
COMMENT ON TABLE effect_area IS 'Areas of a registration: towns as they lay when it was made, or drawn polygons. Each is a unit of the comparison.';
COMMENT ON COLUMN effect_area.town_id IS 'The town that it is; null: a drawn polygon, or a town that has gone since.';

CREATE FUNCTION mark_late_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_late := NEW.registered_at >= NEW.during_from::timestamp AT TIME ZONE (SELECT timezone FROM jurisdiction WHERE code = NEW.jurisdiction);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION mark_late_registration() IS 'A registration is late from the first instant of the first month during, whatever its writer says.';
CREATE TRIGGER mark_late_registration BEFORE INSERT OR UPDATE ON effect_registration
  FOR EACH ROW EXECUTE FUNCTION mark_late_registration();

-- Its counts are of all towns at once: who is bound to some would see other sums than those that were registered.
SELECT protect_table('effect_registration');
SELECT protect_table('effect_area');
SELECT limit_to_towns('effect_registration', 'false');
SELECT limit_to_towns('effect_area', 'false');
SELECT allow('SELECT', 'effect_registration', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin']);
SELECT allow('SELECT', 'effect_area', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin']);
SELECT allow('INSERT', 'effect_registration', ARRAY['commander', 'analyst', 'admin'],
  columns => '(jurisdiction, name, campaign_id, kinds, origins, ring_metres, before_from, before_to, during_from, during_to, note, registered_by)');
-- Areas come with their registration, in its transaction, and never after it.
SELECT allow('INSERT', 'effect_area', ARRAY['commander', 'analyst', 'admin'],
  $$EXISTS (SELECT FROM effect_registration AS of WHERE of.jurisdiction = effect_area.jurisdiction AND of.id = registration_id AND of.registered_at = now())$$,
  '(jurisdiction, registration_id, part, position, name, town_id, geom)');
