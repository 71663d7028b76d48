import 'server-only';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { debianPostgresFolders } from '@/db/debian-postgres';
import { UserError } from '@/lib/user-error';

const NOT_INSTALLED =
  'pg_dump and pg_restore are not installed: install PostgreSQL’s client programs (Debian: apt-get install postgresql-client)';

/**
 * Runs one of PostgreSQL's own programs on a database.
 *
 * @returns what it printed on stdout.
 * @throws {UserError} with the first line that it said where it failed, or where it is not installed.
 */
export async function runPostgresProgram(
  program: 'pg_dump' | 'pg_restore',
  url: string | undefined,
  args: readonly string[],
): Promise<string> {
  const folder = debianPostgresFolders().find((each) => existsSync(join(each, program)));
  const { address, password } = withoutPassword(url);
  const child = spawn(
    folder === undefined ? program : join(folder, program),
    [...(address ? [`--dbname=${address}`] : []), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Not among the arguments, which everybody on the machine can read.
      // biome-ignore lint/style/noProcessEnv: libpq has settings of its own there, such as PGSSLROOTCERT.
      env: { ...process.env, ...(password && { PGPASSWORD: password }) },
    },
  );
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', () => reject(new UserError(NOT_INSTALLED)));
    child.once('close', resolve);
  });
  if (status !== 0)
    throw new UserError(firstError(said.stderr) ?? `${program} ended with ${status}`);
  return said.stdout;
}

function withoutPassword(url: string | undefined): { address?: string; password?: string } {
  if (url === undefined) return {};
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  return { address: address.href, ...(password && { password }) };
}

function firstError(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter(Boolean);
  return lines.find((line) => /error/i.test(line)) ?? lines[0];
}
