-- The database decides who sees and changes which rows. The application works as zhantu_app, which owns nothing; in
-- each transaction the settings app.jurisdiction, app.role, app.towns and app.user say for whom. Without them no row is
-- there. The owner of the tables (migrations, command line, jobs) is not bound.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zhantu_app') THEN
    BEGIN
      CREATE ROLE zhantu_app NOLOGIN;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role zhantu_app is missing, and % may not create roles', current_user
          USING HINT = format('A superuser runs once: CREATE ROLE zhantu_app NOLOGIN; GRANT zhantu_app TO %I;', current_user);
      -- Roles belong to the whole server: another database on it may be migrating at this moment.
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zhantu_app' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)) THEN
    RAISE EXCEPTION 'the role zhantu_app may do more than it should'
      USING HINT = 'A superuser runs: ALTER ROLE zhantu_app NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;';
  END IF;
  IF NOT pg_has_role(current_user, 'zhantu_app', 'MEMBER') THEN
    BEGIN
      EXECUTE format('GRANT zhantu_app TO %I', current_user);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION '% is no member of the role zhantu_app, and may not make itself one', current_user
        USING HINT = format('A superuser runs once: GRANT zhantu_app TO %I;', current_user);
    END;
  END IF;
END $$;

-- What the settings say. In policies always as (SELECT …): asked once a query, not once a row.

CREATE FUNCTION actor_jurisdiction() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('app.jurisdiction', true)
$$;
COMMENT ON FUNCTION actor_jurisdiction() IS 'The one jurisdiction that the transaction is for; empty or null: none.';

CREATE FUNCTION actor_has_role(roles text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('app.role', true) = ANY (roles), false)
$$;
COMMENT ON FUNCTION actor_has_role(text[]) IS 'Whether the transaction is for somebody with one of these roles.';

CREATE FUNCTION actor_jurisdiction_as(roles text[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN actor_has_role(roles) THEN actor_jurisdiction() END
$$;
COMMENT ON FUNCTION actor_jurisdiction_as(text[]) IS 'The jurisdiction for somebody with one of these roles, null for others. Compared with a row''s, the planner makes of it one look at the whole statement; a condition on the role alone it takes for one that half of the rows fail.';

CREATE FUNCTION actor_is_police() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT actor_has_role(ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin'])
$$;
COMMENT ON FUNCTION actor_is_police() IS 'Whether counts under 3 and single incidents may be seen.';

CREATE FUNCTION actor_sees_all_towns() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('app.towns', true) = '*', false)
$$;
COMMENT ON FUNCTION actor_sees_all_towns() IS 'Whether the transaction is for somebody who is not bound to towns.';

CREATE FUNCTION actor_towns() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('app.towns', true) LIKE '{%' THEN current_setting('app.towns', true)::text[] ELSE '{}' END
$$;
COMMENT ON FUNCTION actor_towns() IS 'Ids of the towns that somebody bound to towns sees; app.towns holds them as an array literal.';

-- In PL/pgSQL, so that the planner does not take their inside for a part of each query: it would plan for it, and pay in
-- its estimates for it, even for those who see all towns and never get here. Both look through the policies of what they read.

CREATE FUNCTION actor_cells() RETURNS TABLE (i integer, j integer) LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000 AS $$
DECLARE
  town text;
BEGIN
  -- Town by town: how many rows of the index one of them has the planner knows, of an array it would guess too many.
  FOREACH town IN ARRAY actor_towns() LOOP
    RETURN QUERY SELECT cell.i, cell.j FROM cell WHERE jurisdiction = actor_jurisdiction() AND town_id = town;
  END LOOP;
END $$;
COMMENT ON FUNCTION actor_cells() IS 'Cells of the towns that the transaction is bound to.';

CREATE FUNCTION actor_sees_incident(of_month date, incident_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 AS $$
BEGIN
  RETURN EXISTS (SELECT FROM incident WHERE jurisdiction = actor_jurisdiction() AND month = of_month AND id = incident_id);
END $$;
COMMENT ON FUNCTION actor_sees_incident(date, bigint) IS 'Whether the policies of incident show one of this jurisdiction.';

-- How tables come under these rules: to be called by each migration that makes a table. Restrictive policies all hold;
-- of the others one is enough.

CREATE FUNCTION protect_table(target regclass, tenant_column text DEFAULT 'jurisdiction') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY tenant ON %s AS RESTRICTIVE TO zhantu_app USING (%I = (SELECT actor_jurisdiction()))', target, tenant_column);
END $$;
COMMENT ON FUNCTION protect_table(regclass, text) IS 'Closes a table to the application but for rows of its jurisdiction, and these too until allow() opens them.';

CREATE FUNCTION limit_to_towns(target regclass, visible text DEFAULT 'town_id = ANY ((SELECT actor_towns())::text[])') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE POLICY towns ON %s AS RESTRICTIVE TO zhantu_app USING ((SELECT actor_sees_all_towns()) OR %s)', target, visible);
END $$;
COMMENT ON FUNCTION limit_to_towns(regclass, text) IS 'Closes rows to those who are bound to other towns. A row whose town is not known is for those who see all.';

CREATE FUNCTION allow(command text, target regclass, roles text[], condition text DEFAULT 'true', columns text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE POLICY %I ON %s FOR %s TO zhantu_app %s (%I = (SELECT actor_jurisdiction_as(%L)) AND %s)',
    lower(command), target, command, CASE command WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END,
    CASE target WHEN 'jurisdiction'::regclass THEN 'code' ELSE 'jurisdiction' END, roles, condition);
  EXECUTE format('GRANT %s %s ON %s TO zhantu_app', command, columns, target);
END $$;
COMMENT ON FUNCTION allow(text, regclass, text[], text, text) IS 'Opens SELECT, INSERT, UPDATE or DELETE to some roles: the policy and the grant, of some columns only where "(a, b)" is given.';

SELECT protect_table(name::regclass) FROM unnest(ARRAY[
  'import_batch', 'import_reject', 'town', 'village', 'grid', 'patrol_zone', 'road_segment', 'water', 'cell', 'kind',
  'data_version', 'incident', 'crash', 'cell_month', 'cell_month_total', 'hazard', 'premises', 'defect', 'black_spot',
  'ranking_run', 'hotspot', 'department', 'campaign', 'campaign_town', 'phase', 'action', 'metric', 'result'
]) AS name;
SELECT protect_table('jurisdiction', 'code');

CREATE INDEX cell_town_idx ON cell (jurisdiction, town_id);

-- Towns. What lies in a cell lies in the cell's town; roads, water and the campaigns' calendar belong to all.

SELECT limit_to_towns(name::regclass) FROM unnest(ARRAY[
  'village', 'grid', 'patrol_zone', 'cell', 'hazard', 'premises', 'campaign_town'
]) AS name;
SELECT limit_to_towns('town', 'id = ANY ((SELECT actor_towns())::text[])');
SELECT limit_to_towns('metric', 'town_id IS NULL OR town_id = ANY ((SELECT actor_towns())::text[])');
SELECT limit_to_towns('result', 'EXISTS (SELECT FROM metric WHERE metric.jurisdiction = result.jurisdiction AND metric.id = result.metric_id)');
SELECT limit_to_towns('defect', 'EXISTS (SELECT FROM premises WHERE premises.jurisdiction = defect.jurisdiction AND premises.id = defect.premises_id)');
SELECT limit_to_towns(name::regclass, '(i, j) IN (SELECT * FROM actor_cells())')
FROM unnest(ARRAY['cell_month', 'cell_month_total', 'hotspot']) AS name;
SELECT limit_to_towns('incident', '(cell_i, cell_j) IN (SELECT * FROM actor_cells())');
SELECT limit_to_towns('crash', 'actor_sees_incident(month, incident_id)');
SELECT limit_to_towns('black_spot', 'EXISTS (SELECT FROM town WHERE town.jurisdiction = black_spot.jurisdiction AND ST_Intersects(town.geom, black_spot.geom))');
-- An import's file and its refused rows are of all towns at once.
SELECT limit_to_towns(name::regclass, 'false') FROM unnest(ARRAY['import_batch', 'import_reject']) AS name;

-- Who reads. Geography, kinds and campaigns: everybody; hazards: who is signed in; single incidents and counts by
-- month: the police; premises: who inspects or commands; files as they came: who imports.

SELECT allow('SELECT', name::regclass, ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer', 'public'])
FROM unnest(ARRAY[
  'jurisdiction', 'town', 'village', 'grid', 'road_segment', 'water', 'cell', 'kind', 'data_version',
  'department', 'campaign', 'campaign_town', 'phase', 'action', 'metric', 'result'
]) AS name;
SELECT allow('SELECT', 'hazard', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer'],
  columns => '(jurisdiction, id, category, severity, title, state, is_listed, reported_at, deadline, closed_at, town_id, batch_id, geom)');
SELECT allow('SELECT', 'patrol_zone', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'analyst', 'admin']);
SELECT allow('SELECT', 'incident', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin'],
  columns => '(jurisdiction, month, id, kind, occurred_from, occurred_to, reported_at, origin, place_accuracy_metres, cell_i, cell_j, batch_id, geom)');
SELECT allow('SELECT', name::regclass, ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin'])
FROM unnest(ARRAY['crash', 'cell_month', 'cell_month_total', 'black_spot']) AS name;
SELECT allow('SELECT', name::regclass, ARRAY['commander', 'fire', 'analyst', 'admin']) FROM unnest(ARRAY['premises', 'defect']) AS name;
SELECT allow('SELECT', name::regclass, ARRAY['analyst', 'admin']) FROM unnest(ARRAY['import_batch', 'import_reject']) AS name;

-- Others than the police see rankings by the counts of twelve months, of all kinds together, and of those no count under
-- 3. Counts of single kinds or months they do not see at all, not even large ones: what is left out of a sum could be
-- had by subtracting them from it.
SELECT allow('SELECT', 'ranking_run', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer', 'public'],
  $$((SELECT actor_is_police()) OR kind IS NULL AND ranker IN ('count_12m', 'gistar') AND parameters -> 'origins' = '["citizen"]')$$);
SELECT allow('SELECT', 'hotspot', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer', 'public'],
  $$((SELECT actor_is_police()) OR count >= 3
    AND EXISTS (SELECT FROM ranking_run WHERE ranking_run.jurisdiction = hotspot.jurisdiction AND ranking_run.id = hotspot.run_id))$$);

-- The months that have facts, for those too who see none of the facts. By its owner's rights, hence the condition.
CREATE VIEW fact_span WITH (security_barrier) AS
SELECT code AS jurisdiction,
       (SELECT min(month) FROM cell_month_total WHERE cell_month_total.jurisdiction = code) AS first_month,
       (SELECT max(month) FROM cell_month_total WHERE cell_month_total.jurisdiction = code) AS last_month
FROM jurisdiction
WHERE code = actor_jurisdiction() OR NOT row_security_active('jurisdiction');
COMMENT ON VIEW fact_span IS 'First and last month with facts; no counts.';
GRANT SELECT ON fact_span, defect_kind TO zhantu_app;

-- Who writes. Imports, facts, rankings and found black spots come from jobs, as the owner.

SELECT allow(command, 'hazard', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'admin'], columns => columns)
FROM (VALUES
  ('INSERT', '(jurisdiction, category, severity, title, state, is_listed, reported_at, deadline, closed_at, town_id, source_id, content_hash, ordinal, batch_id, attributes, geom)'),
  ('UPDATE', '(category, severity, title, state, is_listed, deadline, closed_at, town_id, geom)')
) AS writing (command, columns);
SELECT allow(command, 'black_spot', ARRAY['commander', 'traffic', 'admin'], $$rule = 'marked'$$, columns)
FROM (VALUES
  ('INSERT', '(jurisdiction, name, rule, window_from, window_to, crashes, fatal, serious, length_metres, geom)'),
  ('UPDATE', '(name, window_from, window_to, crashes, fatal, serious, length_metres, geom)')
) AS writing (command, columns);
SELECT allow(command, 'patrol_zone', ARRAY['commander', 'admin'], columns => columns)
FROM (VALUES
  ('INSERT', '(jurisdiction, id, town_id, name, version, geom)'), ('UPDATE', '(town_id, name, version, geom)'), ('DELETE', '')
) AS writing (command, columns);
SELECT allow(command, 'data_version', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'admin'],
  $$subject IN ('hazards', 'black_spots', 'patrol_zones')$$, columns)
FROM (VALUES ('INSERT', '(jurisdiction, subject)'), ('UPDATE', '(version, changed_at)')) AS writing (command, columns);

-- Which version of the schema runs is no secret; Kysely made the table.
GRANT SELECT ON kysely_migration TO zhantu_app;

-- Functions run with their caller's rights, so that the application may call them; strangers on the server may not.
DO $$
DECLARE
  ours regprocedure;
BEGIN
  FOR ours IN
    SELECT oid::regprocedure FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND NOT prosecdef
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', ours);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO zhantu_app', ours);
  END LOOP;
END $$;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO zhantu_app;

-- Tables stay closed until a migration opens them, the partitions that imports make for ever: they are read through
-- incident, whose policies then hold.
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM PUBLIC, zhantu_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM PUBLIC, zhantu_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO zhantu_app;
