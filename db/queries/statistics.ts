import { sql } from 'kysely';
import type { Db } from '../client';

/**
 * Lets the planner know tables that have just changed much. Without it a jurisdiction that came in a minute ago
 * has no rows as far as the planner knows, and its first queries take minutes; the embedded database would never
 * find out by itself.
 */
export async function refreshStatistics(db: Db, tables: readonly string[]): Promise<void> {
  if (tables.length > 0)
    await sql`ANALYZE ${sql.join(tables.map((name) => sql.id(name)))}`.execute(db);
}
