-- Administrators change their jurisdiction: its name, its buffer and whether it is public themselves; its boundary by a
-- job, since cells are the owner's to write.

ALTER TABLE jurisdiction ADD COLUMN version integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN jurisdiction.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';

SELECT allow('UPDATE', 'jurisdiction', ARRAY['admin'], columns => '(name, buffer_metres, is_public, version)');

-- Names of their own, beside the policies of the same commands.
CREATE POLICY insert_of_jurisdiction ON data_version FOR INSERT TO zhantu_app
  WITH CHECK (jurisdiction = (SELECT actor_jurisdiction_as(ARRAY['admin'])) AND subject = 'jurisdiction');
CREATE POLICY update_of_jurisdiction ON data_version FOR UPDATE TO zhantu_app
  USING (jurisdiction = (SELECT actor_jurisdiction_as(ARRAY['admin'])) AND subject = 'jurisdiction');

-- A stored ranking keeps what it said of a cell that a new boundary leaves out. With its runs it goes as before.
ALTER TABLE hotspot DROP CONSTRAINT hotspot_jurisdiction_i_j_fkey;
COMMENT ON TABLE hotspot IS 'One ranked cell of a run; the cell may have gone since, with a change of the boundary.';
