import { Command, CommanderError } from 'commander';
import { DatabaseLockedError } from '@/db/embedded/lock';
import { UsageError, UserError } from '@/lib/user-error';
import { registerAudit } from './commands/audit';
import { registerBacktest } from './commands/backtest';
import { registerBackup } from './commands/backup';
import { registerBlackSpots } from './commands/black-spots';
import { registerCombined } from './commands/combined';
import { registerEffect } from './commands/effect';
import { registerFacts } from './commands/facts';
import { registerImport } from './commands/import';
import { registerJob } from './commands/job';
import { registerJurisdiction } from './commands/jurisdiction';
import { registerNearRepeat } from './commands/near-repeat';
import { registerPlan } from './commands/plan';
import { registerRank } from './commands/rank';
import { registerUser } from './commands/user';
import { registerWorker } from './commands/worker';

/**
 * Runs one `zhantu` command; results go to stdout, all else to stderr.
 *
 * @param words the words behind `zhantu`.
 * @returns exit status: 0 done, 1 failed, 2 put wrongly. The database stays open: its opener closes it.
 */
export async function runCommand(words: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error);
  }
}

function buildProgram(): Command {
  const program = new Command('zhantu')
    .description(
      'Zhantu: bring a city, rank its hotspots. Set DATABASE_URL for PostgreSQL; else ./.zhantu is used.',
    )
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.trim().replaceAll('\n', ' ').concat('\n')),
    })
    .showHelpAfterError('(add --help for the options)');
  const commands = [
    registerJurisdiction,
    registerImport,
    registerFacts,
    registerPlan,
    registerRank,
    registerBacktest,
    registerNearRepeat,
    registerBlackSpots,
    registerCombined,
    registerEffect,
    registerUser,
    registerAudit,
    registerJob,
    registerWorker,
    registerBackup,
  ];
  for (const register of commands) register(program);
  return program;
}

/** Says in one line on stderr what to do; the stack only where it is our mistake. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { message, stack } = error as Error;
  if (error instanceof UsageError) return say(message, 2);
  if (error instanceof UserError || error instanceof DatabaseLockedError) return say(message, 1);
  if ('code' in (error as Error))
    return say(`${message} (${(error as { code: unknown }).code})`, 1);
  return say(stack ?? message, 1);
}

function say(message: string, status: number): number {
  console.error(`zhantu: ${message}`);
  return status;
}
