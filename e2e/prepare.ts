/** Brings what the browser tests need beside the demo city, in one process: two more jurisdictions, and people with passwords. */
import { createUser } from '@/lib/server/access/users';
import { closeDatabase, ownerDatabase } from '@/lib/server/database';
import { runCommand } from '../scripts/run-command';
import { chicagoCommands } from './chicago';
import { HOSTILE, hostileCommand } from './hostile';
import { people } from './people';

try {
  for (const words of [...chicagoCommands(), hostileCommand()]) {
    const status = await runCommand(words);
    if (status !== 0) throw new Error(`zhantu ${words.join(' ')} ended with status ${status}`);
  }
  for (const { jurisdiction, role, ...user } of [...people(), HOSTILE.person]) {
    const membership = { jurisdiction, role, towns: null };
    await createUser(await ownerDatabase(), { ...user, membership });
  }
} finally {
  await closeDatabase();
}
