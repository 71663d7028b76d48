-- Who may sign in, and as what where. The application reads and writes these tables as the role zhantu_accounts, or by
-- inheriting it; zhantu_app, under which an actor's queries run, has no right on any of them: no such query, however it was
-- put together, can read a password or a session.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zhantu_accounts') THEN
    BEGIN
      CREATE ROLE zhantu_accounts NOLOGIN;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role zhantu_accounts is missing, and % may not create roles', current_user
          USING HINT = 'A superuser runs once: CREATE ROLE zhantu_accounts NOLOGIN;';
      -- Roles belong to the whole server: another database on it may be migrating at this moment.
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
END $$;

CREATE TABLE app_user (
  id                 text PRIMARY KEY,
  username           text NOT NULL UNIQUE CHECK (username <> ''),
  name               text NOT NULL CHECK (name <> ''),
  email              text NOT NULL UNIQUE,
  email_verified     boolean NOT NULL DEFAULT true,
  image              text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  is_demo            boolean NOT NULL DEFAULT false,
  disabled_at        timestamptz,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE app_user IS 'Somebody who may sign in.';
COMMENT ON COLUMN app_user.username IS 'What they type to sign in: normalised, in small letters.';
COMMENT ON COLUMN app_user.name IS 'What others see.';
COMMENT ON COLUMN app_user.email IS 'Never written to: the user name in the form of an address, by which the library links accounts.';
COMMENT ON COLUMN app_user.is_demo IS 'One of the people of the demo city: has no password, and signs in with one click where the demo is served.';
COMMENT ON COLUMN app_user.disabled_at IS 'Since when they may not sign in; null for those who may.';

CREATE TABLE membership (
  user_id      text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  jurisdiction text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  role         text NOT NULL
    CHECK (role IN ('commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer')),
  towns        text[] CHECK (cardinality(towns) > 0),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, jurisdiction)
);
CREATE INDEX membership_jurisdiction_idx ON membership (jurisdiction);
COMMENT ON TABLE membership IS 'What a user is in a jurisdiction. Without one they see nothing of it.';
COMMENT ON COLUMN membership.towns IS 'Ids of the towns they see; null: all.';

CREATE TABLE session (
  id         text PRIMARY KEY,
  token      text NOT NULL UNIQUE,
  user_id    text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_user_idx ON session (user_id);
CREATE INDEX session_expiry_idx ON session (expires_at);
COMMENT ON TABLE session IS 'One signed-in browser. Its cookie holds the token, signed; deleting the row signs it out.';

CREATE TABLE account (
  id                       text PRIMARY KEY,
  user_id                  text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  provider_id              text NOT NULL,
  account_id               text NOT NULL,
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  created_at               timestamptz NOT NULL DEFAULT now(),
  updated_at               timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider_id, account_id),
  UNIQUE (user_id, provider_id),
  CHECK (access_token IS NULL AND refresh_token IS NULL AND id_token IS NULL)
);
COMMENT ON TABLE account IS 'How a user signs in: provider_id ''credential'' by password, ''oidc'' by the identity provider.';
COMMENT ON COLUMN account.account_id IS 'The user''s id, or the subject by which the identity provider knows them.';
COMMENT ON COLUMN account.password IS 'scrypt, with its salt.';
COMMENT ON COLUMN account.access_token IS 'The library''s column; nothing is asked of the provider later, so that its tokens are not kept.';

CREATE TABLE verification (
  id         text PRIMARY KEY,
  identifier text NOT NULL,
  value      text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verification_identifier_idx ON verification (identifier);
COMMENT ON TABLE verification IS 'Sign-ins that are half done: waiting for the second factor, or for the identity provider''s answer.';

CREATE TABLE two_factor (
  id                        text PRIMARY KEY,
  user_id                   text NOT NULL UNIQUE REFERENCES app_user ON DELETE CASCADE,
  secret                    text NOT NULL,
  backup_codes              text NOT NULL,
  verified                  boolean NOT NULL DEFAULT false,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until              timestamptz
);
COMMENT ON TABLE two_factor IS 'Second factor of those who set it up: time-based codes (TOTP), and codes for when the phone is lost.';
COMMENT ON COLUMN two_factor.secret IS 'Encrypted by the application''s secret, as are the codes.';

CREATE TABLE rate_limit (
  id           text PRIMARY KEY,
  key          text NOT NULL UNIQUE,
  count        integer NOT NULL,
  last_request bigint NOT NULL
);
CREATE INDEX rate_limit_last_request_idx ON rate_limit (last_request);
COMMENT ON TABLE rate_limit IS 'Requests of one address to one path of the sign-in.';
COMMENT ON COLUMN rate_limit.last_request IS 'Milliseconds since 1970.';

CREATE TABLE sign_in_failure (
  username     text PRIMARY KEY,
  failures     integer NOT NULL,
  last_at      timestamptz NOT NULL,
  locked_until timestamptz
);
CREATE INDEX sign_in_failure_last_at_idx ON sign_in_failure (last_at);
COMMENT ON TABLE sign_in_failure IS 'Wrong passwords in a row. Kept for names that nobody has too, so that a lock does not tell who exists.';

ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts ON membership TO zhantu_accounts USING (true) WITH CHECK (true);

REVOKE ALL ON app_user, membership, session, account, verification, two_factor, rate_limit, sign_in_failure FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON app_user, membership, session, account, verification, two_factor, rate_limit, sign_in_failure TO zhantu_accounts;
GRANT USAGE ON SCHEMA public TO zhantu_accounts;


-- The columns of jurisdiction that are needed before it is known for whom to ask: by their owner's rights, past policies.

ALTER TABLE jurisdiction ADD COLUMN is_public boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN jurisdiction.is_public IS 'Whether somebody who has not signed in sees what the role public may see.';

CREATE VIEW membership_place AS
SELECT membership.user_id, membership.jurisdiction, jurisdiction.name AS jurisdiction_name, membership.role, membership.towns
FROM membership
JOIN app_user ON app_user.id = membership.user_id AND app_user.disabled_at IS NULL
JOIN jurisdiction ON jurisdiction.code = membership.jurisdiction;
COMMENT ON VIEW membership_place IS 'Memberships of those who may sign in, with the jurisdiction''s name.';

CREATE VIEW public_jurisdiction AS SELECT code, name FROM jurisdiction WHERE is_public;
COMMENT ON VIEW public_jurisdiction IS 'Where somebody who has not signed in may look.';

REVOKE ALL ON membership_place, public_jurisdiction FROM PUBLIC;
GRANT SELECT ON membership_place, public_jurisdiction TO zhantu_accounts;
