-- What only a superuser may do, once in each database and again after PostGIS was updated or a dump restored:
--   psql -d zhantu -f db/hardening.sql
-- The application does it itself where it migrates as a superuser. Nothing here grants anybody a row.

-- A policy is tried before conditions that might tell of rows by an error; such conditions then find no index either.
-- Comparing two boxes raises no error, whatever is in them, so that it may come first, and use the index.
ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF;

-- SELECT set_config(…) could change for whom a transaction is, and as which role it runs, from inside a statement.
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;

-- Temporary tables are for imports, which run as the owner; pg_dump, run by the owner, calls set_config.
DO $$
DECLARE
  owner regrole := (SELECT relowner FROM pg_class WHERE oid = 'jurisdiction'::regclass);
BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO %s', owner);
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %s', current_database(), owner);
END $$;
