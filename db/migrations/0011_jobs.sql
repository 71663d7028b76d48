-- Long work (imports, rankings, reports) as rows: what is asked, how far it is, how it ended. A worker takes a job by a
-- lease that it must keep extending, so that a job whose worker died is found. Why no library: docs/adr/0018-jobs.md.

CREATE TABLE job (
  jurisdiction        text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id                  bigint GENERATED ALWAYS AS IDENTITY,
  kind                text NOT NULL CHECK (kind <> ''),
  lane                text CHECK (lane <> ''),
  key                 text CHECK (key <> ''),
  payload             jsonb NOT NULL,
  created_by          jsonb NOT NULL,
  state               text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts            integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  max_attempts        integer NOT NULL CHECK (max_attempts >= 1),
  run_after           timestamptz NOT NULL DEFAULT now(),
  worker              text,
  lease_until         timestamptz,
  cancel_requested_at timestamptz,
  progress_step       text,
  progress_done       bigint CHECK (progress_done >= 0),
  progress_total      bigint CHECK (progress_total >= 0),
  result              jsonb,
  error_code          text CHECK (error_code IN ('refused', 'lost', 'internal')),
  error               text,
  created_at          timestamptz NOT NULL DEFAULT now(),
  started_at          timestamptz,
  finished_at         timestamptz,
  version             bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (jurisdiction, id),
  CHECK ((state = 'running') = (worker IS NOT NULL)),
  CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
  CHECK ((error_code IS NULL) = (error IS NULL))
);
COMMENT ON TABLE job IS 'Long work that a worker does: imports, rankings, reports. Kept for 90 days after its end.';
COMMENT ON COLUMN job.lane IS 'Jobs of one lane of a jurisdiction run one at a time; null: with any other.';
COMMENT ON COLUMN job.key IS 'Idempotency key: a second job of the same kind and key is not made while the first is queued, running or done.';
COMMENT ON COLUMN job.created_by IS 'Who asked: the actor as it was then (userId, name, role, towns).';
COMMENT ON COLUMN job.attempts IS 'How often it has been started; with worker it fences out a worker that lost its lease.';
COMMENT ON COLUMN job.run_after IS 'Not before this instant: now, or the end of a back-off.';
COMMENT ON COLUMN job.lease_until IS 'Until then the worker need not have been heard of; null where the database has one owner (embedded).';
COMMENT ON COLUMN job.progress_step IS 'What it is at, as a word of the texts: reading, storing, counting, ranking.';
COMMENT ON COLUMN job.progress_total IS 'Null where it is not known.';
COMMENT ON COLUMN job.error_code IS 'refused: its user can mend it; lost: its worker died; internal: a fault of ours, whose text is in the log only.';
COMMENT ON COLUMN job.error IS 'One line that says what to do. Of the last attempt, where it will be tried again.';
COMMENT ON COLUMN job.version IS 'Microseconds since 1970 of the latest change that is shown, and more than before it: the event id of the live list.';

CREATE UNIQUE INDEX job_key_idx ON job (jurisdiction, kind, key) WHERE key IS NOT NULL AND state IN ('queued', 'running', 'done');
CREATE UNIQUE INDEX job_lane_idx ON job (jurisdiction, lane) WHERE lane IS NOT NULL AND state = 'running';
CREATE INDEX job_queue_idx ON job (run_after, id) WHERE state = 'queued';
CREATE INDEX job_lease_idx ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_finished_idx ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_version_idx ON job (jurisdiction, version);

-- Whoever listens reads the row anew: the notice names it and says nothing of it.
CREATE FUNCTION job_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := greatest(
    CASE TG_OP WHEN 'UPDATE' THEN OLD.version + 1 END, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
  PERFORM pg_notify('zhantu_job', NEW.jurisdiction || ':' || NEW.id);
  RETURN NEW;
END $$;
-- Not for the columns of the lease: extending it changes nothing that is shown.
CREATE TRIGGER job_changed BEFORE INSERT OR UPDATE OF
  state, attempts, run_after, cancel_requested_at, progress_step, progress_done, progress_total, result, error
ON job FOR EACH ROW EXECUTE FUNCTION job_changed();

-- A job is about all towns at once. Workers run as the owner; the application only asks, cancels and asks again.
SELECT protect_table('job');
SELECT limit_to_towns('job', 'false');
SELECT allow('SELECT', 'job', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin']);
SELECT allow('INSERT', 'job', ARRAY['commander', 'analyst', 'admin'],
  columns => '(jurisdiction, kind, lane, key, payload, created_by, max_attempts, run_after, created_at)');
SELECT allow('UPDATE', 'job', ARRAY['commander', 'analyst', 'admin'],
  columns => '(state, attempts, run_after, cancel_requested_at, progress_step, progress_done, progress_total, error_code, error, started_at, finished_at)');
