import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { openEmbedded } from '../../db/embedded/open';
import { clonePostgres, readSnapshot } from '../../db/testing/global-setup';

export type CommandResult = {
  status: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
};

export type CommandLine = {
  /** A folder of this test file's own, the commands' working directory. */
  readonly folder: string;
  readonly environment: Record<string, string>;
  /** Starts `zhantu` with these arguments, as a user would from a shell. */
  start(...args: string[]): ChildProcess;
  run(...args: string[]): Promise<CommandResult>;
  /** The same with something on its standard input. */
  runWith(input: string, ...args: string[]): Promise<CommandResult>;
};

const ROOT = join(import.meta.dirname, '../..');

/** The `zhantu` command over an empty database on the backend of the running vitest project. */
export async function openCommandLine(name: string): Promise<CommandLine> {
  const folder = mkdtempSync(join(tmpdir(), `zhantu-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const environment = await emptyDatabase(folder, name);
  const startWith = (stdin: 'ignore' | 'pipe', args: readonly string[]) => {
    const { DATABASE_URL: _, ...inherited } = process.env;
    return spawn(
      process.execPath,
      [
        '--conditions=react-server',
        '--import',
        import.meta.resolve('tsx'),
        join(ROOT, 'scripts/zhantu.ts'),
        ...args,
      ],
      {
        cwd: folder,
        env: {
          ...inherited,
          TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'),
          ...environment,
        } as NodeJS.ProcessEnv,
        stdio: [stdin, 'pipe', 'pipe'],
      },
    );
  };
  return {
    folder,
    environment,
    start: (...args) => startWith('ignore', args),
    run: (...args) => finished(startWith('ignore', args)),
    runWith(input, ...args) {
      const child = startWith('pipe', args);
      child.stdin?.end(input);
      return finished(child);
    },
  };
}

async function emptyDatabase(folder: string, name: string): Promise<Record<string, string>> {
  const snapshotFile = inject('snapshotFile');
  if (!snapshotFile)
    return { DATABASE_URL: await clonePostgres(inject('postgresUrl'), `zhantu_${name}`) };
  const home = join(folder, 'home');
  // A first command would make it just as well, by all migrations, in ten times the time.
  const database = await openEmbedded({ home, snapshot: readSnapshot(snapshotFile) });
  await database.close();
  return { ZHANTU_HOME: home };
}

/** Waits for a started command to end. */
export async function finished(child: ChildProcess): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}
