import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program with our streams.
 *
 * @returns its exit status; 1 when a signal ended it or it could not be started.
 */
export async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
  try {
    const [status] = await once(child, 'exit');
    return status ?? 1;
  } catch (error) {
    console.error(`${command}: ${(error as Error).message}`);
    return 1;
  }
}
