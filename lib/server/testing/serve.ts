import { randomBytes } from 'node:crypto';
import type { Database } from '@/db/client';

/** Lets the process's handlers answer from a test's database, as they would from the one that the settings name. */
export function serve(database: Database): void {
  const holder = globalThis as typeof globalThis & {
    zhantuDatabase?: Promise<Database>;
    zhantuAppDatabase?: Promise<Database>;
    zhantuStoringDatabase?: Promise<Database>;
  };
  delete holder.zhantuAppDatabase;
  delete holder.zhantuStoringDatabase;
  holder.zhantuDatabase = Promise.resolve(database);
  process.env.ZHANTU_SECRET ??= randomBytes(32).toString('base64');
}
