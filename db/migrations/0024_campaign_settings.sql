-- Administrators keep the calendar of campaigns: they plan, change and delete them in the browser.

ALTER TABLE campaign
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT campaign_month_within_reason CHECK (month BETWEEN '2000-01-01' AND '2100-12-01');
COMMENT ON COLUMN campaign.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';

-- An exclusion constraint would need an extension that the embedded database does not load.
CREATE FUNCTION check_phases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM phase AS earlier JOIN phase AS later USING (jurisdiction, campaign_id)
    WHERE earlier.jurisdiction = NEW.jurisdiction AND earlier.campaign_id = NEW.campaign_id
      AND array_position(ARRAY['pre', 'battle', 'post'], earlier.kind) < array_position(ARRAY['pre', 'battle', 'post'], later.kind)
      AND coalesce(earlier.ends_on, earlier.starts_on) >= coalesce(later.starts_on, later.ends_on)
  ) THEN
    RAISE EXCEPTION 'the phases of campaign % overlap or are out of order', NEW.campaign_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'phase_order';
  END IF;
  IF EXISTS (
    SELECT FROM campaign, unnest(ARRAY[NEW.starts_on, NEW.ends_on]) AS day
    WHERE campaign.jurisdiction = NEW.jurisdiction AND campaign.id = NEW.campaign_id
      AND (day < campaign.month - interval '3 months' OR day >= campaign.month + interval '13 months')
  ) THEN
    RAISE EXCEPTION 'a phase of campaign % is far from its month', NEW.campaign_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'phase_near_month';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION check_phases() IS 'Phases follow each other without overlap, from three months before the campaign''s month to a year after it.';
CREATE TRIGGER check_phases AFTER INSERT OR UPDATE ON phase FOR EACH ROW EXECUTE FUNCTION check_phases();

-- What was counted is not deleted along with a line of the calendar.
ALTER TABLE metric
  DROP CONSTRAINT metric_jurisdiction_campaign_id_fkey,
  ADD FOREIGN KEY (jurisdiction, campaign_id) REFERENCES campaign;

SELECT allow('INSERT', 'campaign', ARRAY['admin'], columns => '(jurisdiction, id, name, name_en, kind, month, launched_on, note)');
SELECT allow('UPDATE', 'campaign', ARRAY['admin'], columns => '(name, name_en, kind, month, launched_on, note, version)');
SELECT allow('DELETE', 'campaign', ARRAY['admin']);
SELECT allow('INSERT', 'campaign_town', ARRAY['admin'], columns => '(jurisdiction, campaign_id, town_id)');
SELECT allow('DELETE', 'campaign_town', ARRAY['admin']);
SELECT allow('INSERT', 'phase', ARRAY['admin'], columns => '(jurisdiction, campaign_id, kind, starts_on, ends_on)');
SELECT allow('DELETE', 'phase', ARRAY['admin']);
