import { sql } from 'kysely';
import type { Db } from '../client';

export type FormerMember = {
  username: string;
  name: string;
  /** What they were last. */
  role: string;
  /** Ids of the towns they saw; null: all. */
  towns: string[] | null;
  /** ISO 8601, UTC. */
  removedAt: string;
};

/** Who was taken out of a jurisdiction and is not back, by name. */
export async function listFormerMembers(db: Db, jurisdiction: string): Promise<FormerMember[]> {
  const { rows } = await sql<FormerMember>`
    SELECT username, name, role, towns,
           to_char(removed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "removedAt"
    FROM former_membership JOIN app_user ON app_user.id = user_id
    WHERE jurisdiction = ${jurisdiction} ORDER BY username
  `.execute(db);
  return rows;
}

/** Whether somebody was taken out of a jurisdiction and is not back. */
export async function isFormerMember(
  db: Db,
  userId: string,
  jurisdiction: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('former_membership')
    .select('user_id')
    .where('jurisdiction', '=', jurisdiction)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return found !== undefined;
}
