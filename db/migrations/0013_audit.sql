-- Who did what, when and from where. Events of a jurisdiction form one chain: each holds the hash of the one before, so that
-- one that was changed, added or taken away is found (docs/adr/0017-audit.md). They are added by record_audit() only.

CREATE TABLE audit_event (
  jurisdiction  text NOT NULL,
  sequence      bigint NOT NULL CHECK (sequence >= 1),
  at            timestamptz NOT NULL,
  user_id       text,
  username      text,
  name          text,
  role          text,
  action        text NOT NULL CHECK (action ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  subject       text,
  parameters    jsonb NOT NULL,
  address       text,
  request_id    text,
  outcome       text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  previous_hash bytea NOT NULL,
  hash          bytea NOT NULL,
  PRIMARY KEY (jurisdiction, at, sequence)
) PARTITION BY RANGE (at);
COMMENT ON TABLE audit_event IS 'The audit log: append-only, one chain a jurisdiction, a partition for each month (UTC).';
COMMENT ON COLUMN audit_event.jurisdiction IS 'Its code; ''none'' for what belongs to none. No reference: the log outlives what it tells of.';
COMMENT ON COLUMN audit_event.sequence IS 'Place in the chain of the jurisdiction: 1, 2, 3 … without a gap.';
COMMENT ON COLUMN audit_event.at IS 'Never before the event before it, even where the clock was set back.';
COMMENT ON COLUMN audit_event.user_id IS 'Null for the command line on the host, and for who is not known.';
COMMENT ON COLUMN audit_event.username IS 'As it was then; as is name.';
COMMENT ON COLUMN audit_event.name IS 'On the host the operating system''s user.';
COMMENT ON COLUMN audit_event.role IS 'In the jurisdiction; ''host'' for the command line, null where they were nothing there.';
COMMENT ON COLUMN audit_event.action IS 'The right that was used or asked for (incident.view), or what was done (user.create).';
COMMENT ON COLUMN audit_event.subject IS 'What it was done to: a user name, the id of a job or an import.';
COMMENT ON COLUMN audit_event.parameters IS 'No passwords, and no personal data but what the event is about; 4000 bytes at most.';
COMMENT ON COLUMN audit_event.address IS 'Where the request came from, as the trusted proxies tell it.';
COMMENT ON COLUMN audit_event.hash IS 'SHA-256 by audit_event_hash().';

CREATE TABLE audit_chain (
  jurisdiction    text PRIMARY KEY,
  sequence        bigint NOT NULL,
  hash            bytea NOT NULL,
  at              timestamptz NOT NULL,
  anchor_sequence bigint NOT NULL,
  anchor_hash     bytea NOT NULL,
  CHECK (anchor_sequence BETWEEN 0 AND sequence)
);
COMMENT ON TABLE audit_chain IS 'Both ends of each chain of audit_event: a tail that was cut off is missed by it.';
COMMENT ON COLUMN audit_chain.sequence IS 'Of the latest event; hash and at are its.';
COMMENT ON COLUMN audit_chain.anchor_sequence IS 'Of the latest event that was pruned; 0 where none was. What is kept begins after it.';
COMMENT ON COLUMN audit_chain.anchor_hash IS 'Hash of that event: what the first one kept must hold as previous_hash.';

-- The form must never change: what was written long ago is checked by it. Columns added later are not part of it.
CREATE FUNCTION audit_event_hash(event audit_event) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    encode((event).previous_hash, 'hex'), (event).jurisdiction, (event).sequence,
    to_char((event).at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    (event).user_id, (event).username, (event).name, (event).role, (event).action, (event).subject, (event).parameters,
    (event).address, (event).request_id, (event).outcome
  )::text, 'UTF8'))
$$;
COMMENT ON FUNCTION audit_event_hash(audit_event) IS 'SHA-256 of an event and of the hash before it, as one JSON array.';

-- Not even the owner changes what is written. A superuser can take the triggers away; the chain then tells.

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'What is older than it must be kept goes by: zhantu audit prune';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER no_delete BEFORE DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER forward_only BEFORE UPDATE ON audit_chain FOR EACH ROW
  WHEN (NOT (
    NEW.jurisdiction = OLD.jurisdiction AND NEW.at >= OLD.at
    AND CASE NEW.sequence
      WHEN OLD.sequence + 1 THEN (NEW.anchor_sequence, NEW.anchor_hash) = (OLD.anchor_sequence, OLD.anchor_hash)
      WHEN OLD.sequence THEN NEW.hash = OLD.hash AND NEW.anchor_sequence >= OLD.anchor_sequence
      ELSE false
    END))
  EXECUTE FUNCTION refuse_audit_change();

-- Attached rather than made in place: that waits for nobody who reads or writes other months.
CREATE FUNCTION ensure_audit_month(month timestamp) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'audit_event_' || to_char(month, 'YYYY_MM');
BEGIN
  IF to_regclass('public.' || partition) IS NOT NULL THEN
    RETURN;
  END IF;
  -- First part of the key: see the LOCK_SPACE of db/queries. Two that come to a new month at once make it once.
  PERFORM pg_advisory_xact_lock(7303, 1);
  -- By a query: to_regclass() may still remember that there was none.
  IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'public'::regnamespace) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE audit_event INCLUDING CONSTRAINTS INCLUDING STORAGE)', partition);
  EXECUTE format('ALTER TABLE audit_event ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
    partition, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
  -- Rows of a partition have the triggers of the whole; being emptied is its own.
  EXECUTE format(
    'CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()', partition);
END $$;
COMMENT ON FUNCTION ensure_audit_month(timestamp) IS 'Makes the partition of a month (UTC) where there is none.';

CREATE FUNCTION append_audit(event audit_event) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  chain audit_chain;
  month timestamp := date_trunc('month', coalesce(event.at, clock_timestamp()) AT TIME ZONE 'UTC');
BEGIN
  -- The next one too: the month may end before the event is written, and nobody then waits for it to be made.
  PERFORM ensure_audit_month(month), ensure_audit_month(month + interval '1 month');
  -- Held to the end of the transaction: whoever comes next goes on from what this one has committed.
  SELECT * INTO chain FROM audit_chain WHERE jurisdiction = event.jurisdiction FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_chain VALUES (event.jurisdiction, 0, decode(repeat('00', 32), 'hex'), '-infinity', 0, decode(repeat('00', 32), 'hex'))
    ON CONFLICT DO NOTHING;
    SELECT * INTO chain FROM audit_chain WHERE jurisdiction = event.jurisdiction FOR UPDATE;
  END IF;
  event.at := greatest(coalesce(event.at, clock_timestamp()), chain.at);
  event.sequence := chain.sequence + 1;
  event.previous_hash := chain.hash;
  event.hash := audit_event_hash(event);
  INSERT INTO audit_event SELECT event.*;
  UPDATE audit_chain SET sequence = event.sequence, hash = event.hash, at = event.at WHERE jurisdiction = event.jurisdiction;
  RETURN event.sequence;
END $$;
COMMENT ON FUNCTION append_audit(audit_event) IS 'Adds an event as the last of its jurisdiction''s chain; returns its sequence. For the owner.';

-- With its owner's rights, the only function that has them: whoever works for somebody must leave an event, and must be able
-- neither to write another kind of row, nor to read or change one. What they write is theirs, whatever it says of itself.
CREATE FUNCTION record_audit(told jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  event audit_event;
  asked text := told ->> 'jurisdiction';
BEGIN
  event.user_id := told ->> 'userId';
  event.role := told ->> 'role';
  IF current_setting('role') = 'zhantu_app' THEN
    asked := nullif(actor_jurisdiction(), '');
    event.user_id := nullif(current_setting('app.user', true), '');
    event.role := current_setting('app.role', true);
    IF asked IS NULL THEN
      RAISE EXCEPTION 'an event needs somebody whose it is' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  SELECT username, name INTO event.username, event.name FROM app_user WHERE id = event.user_id;
  event.name := left(coalesce(event.name, told ->> 'name'), 100);
  event.jurisdiction := coalesce((SELECT code FROM jurisdiction WHERE code = asked), 'none');
  event.action := told ->> 'action';
  event.subject := left(told ->> 'subject', 300);
  event.parameters := coalesce(told -> 'parameters', '{}');
  IF event.jurisdiction IS DISTINCT FROM coalesce(asked, 'none') THEN
    event.parameters := event.parameters || jsonb_build_object('jurisdiction', left(asked, 20));
  END IF;
  -- An event is shortened rather than refused.
  IF octet_length(event.parameters::text) > 4000 THEN
    event.parameters := jsonb_build_object('shortened', left(event.parameters::text, 1000));
  END IF;
  event.address := left(told ->> 'address', 64);
  event.request_id := left(told ->> 'requestId', 128);
  event.outcome := told ->> 'outcome';
  RETURN append_audit(event);
END $$;
COMMENT ON FUNCTION record_audit(jsonb) IS 'Adds an event to the audit log; returns its sequence. Keys: jurisdiction, userId, name, role, action, subject, parameters, address, requestId, outcome. Within a transaction for somebody, jurisdiction, user and role are theirs.';

CREATE FUNCTION prune_audit(keep_months integer) RETURNS TABLE (jurisdiction text, events bigint, anchor bigint) LANGUAGE plpgsql AS $$
DECLARE
  partition text;
BEGIN
  IF keep_months < 6 THEN
    RAISE EXCEPTION 'the audit log is kept for 6 months at least' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  -- In the order in which writers take them: first a chain, then the table.
  PERFORM FROM audit_chain ORDER BY audit_chain.jurisdiction FOR UPDATE;
  FOR partition IN
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'audit_event'::regclass
      AND to_date(right(relname, 7), 'YYYY_MM') + interval '1 month' <= now() AT TIME ZONE 'UTC' - keep_months * interval '1 month'
    ORDER BY relname
  LOOP
    RETURN QUERY EXECUTE format($prune$
      WITH gone AS (
        SELECT gone.jurisdiction, count(*) AS events, max(sequence) AS sequence FROM %1$I AS gone GROUP BY 1
      )
      UPDATE audit_chain SET anchor_sequence = gone.sequence, anchor_hash = last.hash
      FROM gone JOIN %1$I AS last USING (jurisdiction, sequence)
      WHERE audit_chain.jurisdiction = gone.jurisdiction
      RETURNING gone.jurisdiction, gone.events, gone.sequence$prune$, partition);
    EXECUTE format('DROP TABLE %I', partition);
  END LOOP;
END $$;
COMMENT ON FUNCTION prune_audit(integer) IS 'Drops the months of which nothing is younger than so many months, and anchors the chains after them. Returns what went, by month and jurisdiction. For the owner.';

REVOKE ALL ON FUNCTION append_audit(audit_event), ensure_audit_month(timestamp), prune_audit(integer), refuse_audit_change() FROM PUBLIC, zhantu_app;
REVOKE ALL ON FUNCTION record_audit(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_audit(jsonb) TO zhantu_app, zhantu_accounts;

-- It tells of all towns at once.
SELECT protect_table(name::regclass), limit_to_towns(name::regclass, 'false'), allow('SELECT', name::regclass, ARRAY['admin'])
FROM unnest(ARRAY['audit_event', 'audit_chain']) AS name;
