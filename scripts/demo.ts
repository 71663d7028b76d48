/** `npm run demo`: the synthetic city on the map, from nothing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { DatabaseLockedError } from '@/db/embedded/lock';
import { closeDatabase, ownerDatabase } from '@/lib/server/database';
import { prepareDemo } from '@/lib/server/demo/prepare-demo';
import { env } from '@/lib/server/env';
import { UserError } from '@/lib/user-error';
import { wholeNumber } from './commands/option-values';
import { buildNext, whyBuild } from './demo/next-build';
import { describeCampaignMonth } from './demo/top-places';

type Options = { port: number; size: number; seed: number; serve: boolean; rebuild?: true };

const root = join(import.meta.dirname, '..');
const started = performance.now();

const options = new Command('demo')
  .description('prepares the demo city, ranks its campaign month and serves the map')
  .option('--port <n>', 'port to serve on', wholeNumber(1, 65_535), 3000)
  .option('--size <n>', 'incidents, crashes among them', wholeNumber(1000, 1_000_000), 60_000)
  .option('--seed <n>', 'another seed makes another city', wholeNumber(0, 2 ** 31), 1)
  .option('--rebuild', 'make the database anew')
  .option('--no-serve', 'stop when everything is ready')
  .parse()
  .opts<Options>();

try {
  await demo();
} catch (error) {
  const isExpected = error instanceof UserError || error instanceof DatabaseLockedError;
  console.error(`demo: ${isExpected ? error.message : (error as Error).stack}`);
  process.exitCode = 1;
}

async function demo(): Promise<void> {
  const { DATABASE_URL, ZHANTU_HOME: home } = env();
  if (DATABASE_URL)
    throw new UserError('the demo keeps to the embedded database: unset DATABASE_URL');
  const { rebuild = false, size, seed } = options;
  await Promise.all([build(), prepareDemo(home, { size, seed, rebuild }, tell)]);
  tell('ranking the campaign month');
  try {
    console.log(`\n${await describeCampaignMonth((await ownerDatabase()).db)}\n`);
  } finally {
    // The server is another process, and the embedded database has one owner at a time.
    await closeDatabase();
  }
  if (options.serve) await serve(options.port);
  else console.log('ready: npm run demo serves it');
}

async function build(): Promise<void> {
  const reason = whyBuild(root);
  if (!reason) return;
  tell(`building the application: ${reason}`);
  await buildNext(root);
  tell('built the application');
}

/** Serves until it is asked to stop, by Ctrl-C or a signal. */
async function serve(port: number): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'scripts/serve.ts'), String(port)], {
    cwd: root,
    // Whoever tries the demo wants to hear of trouble, not of each tile.
    env: {
      ZHANTU_LOG: 'warn',
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.once('message', () => {
    tell('serving');
    console.log(`http://localhost:${port}/  (Ctrl-C stops)`);
  });
  // A terminal sends Ctrl-C to both; whoever signals this process alone means the server too.
  process.once('SIGINT', () => child.kill('SIGINT'));
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise<number>((resolve) => {
    child.once('exit', (status, signal) => resolve(signal ? 0 : (status ?? 0)));
  });
}

function tell(step: string): void {
  console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${step}`);
}
