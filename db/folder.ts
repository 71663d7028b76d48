import { join } from 'node:path';

/**
 * Where the files of db/ lie at run time: beside this module under tsx and vitest; in the working directory's
 * db/ inside the built server, whose bundle has moved this module away.
 */
export function databaseFolder(): string {
  const here = import.meta.dirname;
  return here?.endsWith('/db') ? here : join(process.cwd(), 'db');
}
