import 'server-only';
import { sql } from 'kysely';
import type { Database } from '@/db/client';
import { type HardeningGap, isSeparated, listHardeningGaps } from '@/db/hardening';
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
  /** What docs/deploy.md asks for and is not done. */
  readonly advice?: readonly (HardeningGap | 'not_separated')[];
};

/** Whether the database answers, which versions run, and what a deployer has yet to do. */
export async function readHealth(open: () => Promise<Database>): Promise<Health> {
  const alive = { live: true, version: packageJson.version } as const;
  try {
    const { backend, db } = await open();
    const { rows } = await sql<{ schema: string }>`
      SELECT max(name) AS schema FROM kysely_migration`.execute(db);
    // The embedded database has one login only.
    const isOneLogin = backend === 'postgres' && !(await isSeparated(db));
    const advice = [
      ...(isOneLogin ? ['not_separated' as const] : []),
      ...(await listHardeningGaps(db)),
    ];
    return { ...alive, ready: true, backend, advice, ...(rows[0] && { schema: rows[0].schema }) };
  } catch {
    // Why is for the log of whoever opened the database; a stranger learns only that it is not there.
    return { ...alive, ready: false };
  }
}
