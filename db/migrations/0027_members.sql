-- What administrators of a jurisdiction need to know of its users: when they last signed in, and who was one before.

ALTER TABLE app_user ADD COLUMN last_sign_in_at timestamptz;
UPDATE app_user
SET last_sign_in_at = (SELECT max(session.created_at) FROM session WHERE session.user_id = app_user.id);
COMMENT ON COLUMN app_user.last_sign_in_at IS 'When they last signed in, in whichever way; null for those who never did.';

-- A table beside membership and not a mark in it: whatever reads memberships reads those that hold.
CREATE TABLE former_membership (
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  user_id      text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  role         text NOT NULL,
  towns        text[],
  removed_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (jurisdiction, user_id)
);
CREATE INDEX former_membership_user_idx ON former_membership (user_id);
COMMENT ON TABLE former_membership IS 'Who was taken out of a jurisdiction: its administrators may bring them back, and nobody else of another place.';
COMMENT ON COLUMN former_membership.role IS 'What they were there last.';
COMMENT ON COLUMN former_membership.towns IS 'Ids of the towns they saw; null: all.';

ALTER TABLE former_membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts ON former_membership TO zhantu_accounts USING (true) WITH CHECK (true);
REVOKE ALL ON former_membership FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON former_membership TO zhantu_accounts;
