import 'server-only';
import { closeDatabase, database } from './database';
import { env } from './env';
import { warmUp } from './warm-up';

/** Checks the settings, opens and migrates the database, warms it up, and closes it when the server is asked to stop. */
export async function startServer(): Promise<void> {
  env();
  const { db } = await database();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => closeDatabase());
  try {
    await warmUp(db, new Date().toISOString());
  } catch (error) {
    // The page will say the same to whoever asks; the other pages and routes may well work.
    process.emitWarning(`the first list could not be read ahead: ${error}`);
  }
}
