import { sql } from 'kysely';
import type { Db } from '../client';

/** Attempts in a row, and how long apart they may be to count as such and how long the lock holds, in minutes. */
export type LockRule = { readonly attempts: number; readonly minutes: number };

/**
 * Counts an attempt to sign in before its password is looked at, so that of many at once no more than allowed get to
 * try one. The last one allowed locks the name, until {@link forgetFailures} says that it succeeded.
 *
 * @param username normalised; whether somebody has it makes no difference.
 * @returns for how many more seconds the name is locked; 0 where the attempt may go on.
 */
export async function countAttempt(
  db: Db,
  username: string,
  { attempts, minutes }: LockRule,
): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    WITH counted AS (
      INSERT INTO sign_in_failure AS known (username, failures, last_at, locked_until)
      VALUES (${username}, 1, now(), CASE WHEN ${attempts}::int <= 1 THEN now() + ${minutes}::int * interval '1 minute' END)
      ON CONFLICT (username) DO UPDATE SET
        failures = CASE WHEN ${isOver(minutes)} THEN 1 ELSE known.failures + 1 END,
        last_at = now(),
        locked_until = CASE
          WHEN NOT ${isOver(minutes)} AND known.failures + 1 >= ${attempts}::int THEN now() + ${minutes}::int * interval '1 minute'
        END
      WHERE known.locked_until IS NULL OR known.locked_until <= now()
      RETURNING username
    )
    SELECT CASE WHEN EXISTS (SELECT FROM counted) THEN 0
      ELSE greatest(1, ceil(extract(epoch FROM locked_until - now())))::int END AS seconds
    FROM (VALUES (${username}::text)) AS asked (username) LEFT JOIN sign_in_failure USING (username)
  `.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** A run of failures ends with its lock, or by itself when nobody tried for as long. */
function isOver(minutes: number) {
  return sql`(known.locked_until IS NOT NULL OR known.last_at < now() - ${minutes}::int * interval '1 minute')`;
}

/** Forgets a name's failures, and its lock with them. */
export async function forgetFailures(db: Db, username: string): Promise<void> {
  await db.deleteFrom('sign_in_failure').where('username', '=', username).execute();
}

/** Forgets failures that nothing depends on any more: else every name that somebody made up would stay. */
export async function forgetOldFailures(db: Db, { minutes }: LockRule): Promise<void> {
  await sql`
    DELETE FROM sign_in_failure
    WHERE last_at < now() - 2 * ${minutes}::int * interval '1 minute'`.execute(db);
}
