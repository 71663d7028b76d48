import { sql } from 'kysely';
import type { Db } from '../client';

/** What a table holds, whatever the order of its rows. */
export type TableChecksum = {
  table: string;
  rows: number;
  /** Sum over the rows of 64 bits of each one's MD5, as a decimal number: finds damage, not malice. */
  checksum: string;
};

/**
 * Counts and checksums of all tables of ours, by name. For tables that hold the same rows it is the same on both
 * backends and on every version of PostgreSQL that writes values alike.
 *
 * @param db a transaction: its settings are changed until its end. At least REPEATABLE READ, for one moment's tables.
 */
export async function listTableChecksums(db: Db): Promise<TableChecksum[]> {
  await sql`
    SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'postgres';
    SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'`.execute(db);
  const checksums: TableChecksum[] = [];
  for (const table of await listTables(db)) {
    const { rows } = await sql<Omit<TableChecksum, 'table'>>`
      SELECT count(*)::float8 AS rows,
             coalesce(sum(('x' || left(md5(stored::text), 16))::bit(64)::bigint), 0)::text AS checksum
      FROM ${sql.table(table)} AS stored
    `.execute(db);
    checksums.push(...rows.map((row) => ({ table, ...row })));
  }
  return checksums;
}

/** Our tables, partitioned ones as a whole; not PostGIS's own. */
export async function listTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ table: string }>`
    SELECT relname::text AS "table" FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname COLLATE "C"
  `.execute(db);
  return rows.map(({ table }) => table);
}

/** Roles of ours that own nothing and log nobody in: what a dump grants to, and does not hold. */
export async function listGroupRoles(db: Db): Promise<string[]> {
  const { rows } = await sql<{ role: string }>`
    SELECT rolname::text AS role FROM pg_roles
    WHERE rolname LIKE 'zhantu\\_%' AND NOT rolcanlogin ORDER BY rolname COLLATE "C"
  `.execute(db);
  return rows.map(({ role }) => role);
}
