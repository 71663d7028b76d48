/** Brings what the browser tests need beside the demo city, in one process: a second city, and people with passwords. */
import { createUser } from '@/lib/server/access/users';
import { closeDatabase, ownerDatabase } from '@/lib/server/database';
import { runCommand } from '../scripts/run-command';
import { chicagoCommands } from './chicago';
import { people } from './people';

try {
  for (const words of chicagoCommands()) {
    const status = await runCommand(words);
    if (status !== 0) throw new Error(`zhantu ${words.join(' ')} ended with status ${status}`);
  }
  for (const { username, password, jurisdiction, role } of people()) {
    const membership = { jurisdiction, role, towns: null };
    await createUser(await ownerDatabase(), { username, password, membership });
  }
} finally {
  await closeDatabase();
}
