import 'server-only';
import { sql } from 'kysely';
import type { Database } from '@/db/client';
import packageJson from '@/package.json' with { type: 'json' };

export type Health = {
  /** The process answers. */
  readonly live: true;
  /** The database answers. */
  readonly ready: boolean;
  readonly version: string;
  readonly backend?: Database['backend'];
  /** Name of the latest migration. */
  readonly schema?: string;
};

/** Whether the database answers, and which versions run. */
export async function readHealth(open: () => Promise<Database>): Promise<Health> {
  const alive = { live: true, version: packageJson.version } as const;
  try {
    const { backend, db } = await open();
    const { rows } = await sql<{ schema: string }>`
      SELECT max(name) AS schema FROM kysely_migration`.execute(db);
    return { ...alive, ready: true, backend, ...(rows[0] && { schema: rows[0].schema }) };
  } catch {
    // Why is for the log of whoever opened the database; a stranger learns only that it is not there.
    return { ...alive, ready: false };
  }
}
