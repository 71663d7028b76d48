import { once } from 'node:events';
import { type Command, InvalidArgumentError } from 'commander';
import { ownerDatabase } from '@/lib/server/database';
import { DEFAULT_SLOTS, startWorkers } from '@/lib/server/jobs/start-workers';
import { UserError } from '@/lib/user-error';

/** `zhantu worker`. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('work on jobs until stopped (PostgreSQL; set ZHANTU_WORKER=off for the server)')
    .option('--slots <n>', 'jobs at a time', readSlots, DEFAULT_SLOTS)
    .action(work);
}

async function work({ slots }: { slots: number }): Promise<void> {
  const opened = await ownerDatabase();
  if (opened.backend === 'embedded')
    throw new UserError(
      'the embedded database has one owner, and the server works on its jobs: set DATABASE_URL for a worker of its own',
    );
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const stop = await startWorkers(opened, slots, report);
  console.error(`zhantu: working on jobs, ${slots} at a time (Ctrl-C stops)`);
  await stopped;
  console.error('zhantu: giving the running jobs back');
  await stop();
}

function report(error: unknown, what: string): void {
  console.error(`zhantu: ${what}: ${error instanceof Error ? error.stack : String(error)}`);
}

function readSlots(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 32) return value;
  throw new InvalidArgumentError('Give a whole number from 1 to 32.');
}
