import 'server-only';
import { closeDatabase, database } from './database';
import { env } from './env';

/** Checks the settings, opens and migrates the database, and closes it when the server is asked to stop. */
export async function startServer(): Promise<void> {
  env();
  await database();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => closeDatabase());
}
