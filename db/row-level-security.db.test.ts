import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inRollback, openTestDatabase } from './testing/database';

const database = await openTestDatabase();

/** Tables of the schema that no extension made: their columns, and how they are protected. */
async function listTables() {
  const { rows } = await sql<{
    name: string;
    isPartition: boolean;
    hasJurisdiction: boolean;
    isProtected: boolean;
    restrictive: string[];
    permissive: string[];
    granted: string[];
    columnsGranted: string[];
  }>`
    SELECT relname AS name, relispartition AS "isPartition", relrowsecurity AS "isProtected",
           relname = 'jurisdiction' OR EXISTS (
             SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'jurisdiction' AND NOT attisdropped
           ) AS "hasJurisdiction",
           ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = pg_class.oid AND NOT polpermissive ORDER BY 1) AS restrictive,
           ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = pg_class.oid AND polpermissive ORDER BY 1) AS permissive,
           ARRAY(SELECT privilege_type || ' to ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
                 FROM aclexplode(relacl) WHERE grantee <> relowner ORDER BY 1) AS granted,
           ARRAY(SELECT DISTINCT privilege_type || ' to ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
                 FROM pg_attribute, aclexplode(attacl) WHERE attrelid = pg_class.oid AND grantee <> relowner ORDER BY 1) AS "columnsGranted"
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname`.execute(database.db);
  return rows;
}

describe('every table', () => {
  it('with a jurisdiction is closed to other jurisdictions, and opened by at least one policy', async () => {
    const ofTenants = (await listTables()).filter(
      ({ hasJurisdiction, isPartition }) => hasJurisdiction && !isPartition,
    );
    expect(ofTenants.length).toBeGreaterThan(25);
    const bad = ofTenants.filter(
      ({ isProtected, restrictive, permissive, granted, columnsGranted }) =>
        !isProtected ||
        permissive.length === 0 ||
        // What the application cannot reach at all, such as who may sign in, needs no more than to be closed.
        (!restrictive.includes('tenant') &&
          [...granted, ...columnsGranted].some((grant) => grant.endsWith(' to zhantu_app'))),
    );
    expect(
      bad.map(({ name }) => name),
      'call protect_table() and allow() in the migration that makes the table',
    ).toEqual([]);
  });

  it('grants the application nothing without a policy for it, and strangers nothing', async () => {
    const wrong = (await listTables()).flatMap(({ name, permissive, isProtected, ...table }) =>
      [...table.granted, ...table.columnsGranted]
        .filter((grant) => {
          const [privilege = '', grantee] = grant.split(' to ');
          if (grantee === 'zhantu_accounts')
            return table.granted.includes(`${privilege} to zhantu_app`);
          if (grantee !== 'zhantu_app') return true;
          const isReference = !isProtected && !table.hasJurisdiction && privilege === 'SELECT';
          return !isReference && !permissive.includes(privilege.toLowerCase());
        })
        .map((grant) => `${name}: ${grant}`),
    );
    expect(wrong).toEqual([]);
  });

  it('stays closed when it is a partition', () =>
    inRollback(database, async (db) => {
      await sql`CREATE TABLE incident_1999_01 PARTITION OF incident FOR VALUES FROM ('1999-01-01') TO ('1999-02-01')`.execute(
        db,
      );
      const { rows } = await sql`
        SELECT has_any_column_privilege('zhantu_app', 'incident_1999_01', 'SELECT, INSERT, UPDATE') AS any,
               has_table_privilege('zhantu_app', 'incident_1999_01', 'DELETE, TRUNCATE') AS rest,
               has_any_column_privilege('zhantu_app', 'incident', 'SELECT') AS whole`.execute(db);
      expect(rows).toEqual([{ any: false, rest: false, whole: true }]);
    }));
});

describe('the schema', () => {
  it('has one function that runs with its owner’s rights, closed to strangers, whose names nobody can bend', async () => {
    const { rows } = await sql`
      SELECT oid::regprocedure::text AS name, prosecdef AS "ofOwner", proconfig AS settings FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace
        AND (prosecdef OR has_function_privilege('public', oid, 'EXECUTE'))
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
      ORDER BY 1`.execute(database.db);
    expect(rows).toEqual([
      {
        name: 'record_audit(jsonb)',
        ofOwner: true,
        settings: ['search_path=pg_catalog, public, pg_temp'],
      },
    ]);
  });

  it('shows the application one view with its owner’s rights, which asks for whom it is', async () => {
    const { rows } = await sql<{ name: string; text: string; options: string[] }>`
      SELECT relname AS name, pg_get_viewdef(oid) AS text, reloptions AS options FROM pg_class
      WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
        AND has_table_privilege('zhantu_app', oid, 'SELECT')
        AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')`.execute(
      database.db,
    );
    expect(rows.map(({ name }) => name)).toEqual(['fact_span']);
    expect(rows[0]!.text).toContain('actor_jurisdiction()');
    expect(rows[0]!.options).toContain('security_barrier=true');
  });

  it('lets the application make nothing, and be nobody else', async () => {
    const { rows } = await sql`
      SELECT has_schema_privilege('zhantu_app', 'public', 'CREATE') AS "inSchema",
             has_database_privilege('zhantu_app', current_database(), 'CREATE') AS "inDatabase",
             (SELECT count(*)::int FROM pg_auth_members WHERE member = 'zhantu_app'::regrole) AS "memberOf",
             (SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin OR rolreplication
              FROM pg_roles WHERE rolname = 'zhantu_app') AS attributes,
             (SELECT count(*)::int FROM pg_class WHERE relowner = 'zhantu_app'::regrole) AS owns`.execute(
      database.db,
    );
    expect(rows).toEqual([
      { inSchema: false, inDatabase: false, memberOf: 0, attributes: false, owns: 0 },
    ]);
  });

  it('lets the application draw from no sequence', async () => {
    const { rows } = await sql`
      SELECT relname FROM pg_class
      WHERE relnamespace = 'public'::regnamespace
        AND CASE relkind WHEN 'S' THEN has_sequence_privilege('zhantu_app', oid, 'USAGE, SELECT, UPDATE') END`.execute(
      database.db,
    );
    expect(rows).toEqual([]);
  });
});
