import { randomBytes } from 'node:crypto';
import type { Database } from '@/db/client';

/**
 * Lets the process's handlers answer from a test's database, as they would from the one that the settings name.
 *
 * @param app the same as the application logs in; undefined: as its owner.
 */
export function serve(database: Database, app?: Database): void {
  const holder = globalThis as typeof globalThis & {
    zhantuDatabase?: Promise<Database>;
    zhantuAppDatabase?: Promise<Database>;
    zhantuStoringDatabase?: Promise<Database>;
  };
  delete holder.zhantuAppDatabase;
  if (app) holder.zhantuAppDatabase = Promise.resolve(app);
  delete holder.zhantuStoringDatabase;
  holder.zhantuDatabase = Promise.resolve(database);
  process.env.ZHANTU_SECRET ??= randomBytes(32).toString('base64');
}
