/** The command line: `npm run -s zhantu -- COMMAND`. */
import { closeDatabase } from '@/lib/server/database';
import { runCommand } from './run-command';

process.exitCode = await runCommand(process.argv.slice(2));
await closeDatabase();
