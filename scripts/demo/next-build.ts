import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@/lib/user-error';

/** What the built application is made of. */
const SOURCES = [
  'app',
  'lib',
  'db',
  'geo',
  'public',
  'instrumentation.ts',
  'next.config.js',
  'proxy.ts',
  'package-lock.json',
];
/** Parts of those that never reach the bundle. */
const OUTSIDE = /[.](test|bench)[.]tsx?$|[/]testing$|[/]fixtures$|^lib[/](server[/])?demo$/;

/** Why the application must be built; undefined when the build at hand is newer than everything in it. */
export function whyBuild(root: string): string | undefined {
  const build = join(root, '.next', 'BUILD_ID');
  if (!existsSync(build)) return 'there is no build yet';
  const built = statSync(build).mtimeMs;
  const newer = SOURCES.map((source) => findNewer(root, source, built)).find(Boolean);
  return newer && `${newer} is newer than the build`;
}

function findNewer(root: string, path: string, than: number): string | undefined {
  if (OUTSIDE.test(path)) return undefined;
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!entry.isDirectory()) return entry.mtimeMs > than ? path : undefined;
  for (const name of readdirSync(join(root, path))) {
    const newer = findNewer(root, `${path}/${name}`, than);
    if (newer) return newer;
  }
  return undefined;
}

/**
 * Runs `next build` to its end.
 *
 * @throws {UserError} when it fails, with what it printed.
 */
export async function buildNext(root: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill());
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new UserError(`next build failed:\n${printed.join('')}`);
}
