import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from './find-postgres';

export type ThrowawayPostgres = {
  /** Superuser connection URL, without a database name: append `/NAME`. */
  url: string;
  version: string;
  /** Ends the server, as a deployer's restart would; its data stay. */
  halt(): Promise<void>;
  /** Starts it again, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts a PostgreSQL cluster of its own on a free port, in a temporary folder, and stops it by its own pid.
 *
 * @returns undefined where no server with PostGIS is installed.
 */
export async function startThrowawayPostgres({
  autovacuum = 'on',
}: {
  autovacuum?: 'on' | 'off';
} = {}): Promise<ThrowawayPostgres | undefined> {
  const bin = findPostgres()?.bin;
  if (bin === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'zhantu-postgres-'));
  const account = serverAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const identity = account ?? {};
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'zhantu', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    {
      ...identity,
      stdio: 'pipe',
    },
  );
  const port = await freePort();
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=100',
    `autovacuum=${autovacuum}`,
  ];
  settings.push(
    'shared_buffers=512MB',
    'work_mem=32MB',
    'maintenance_work_mem=256MB',
    'max_wal_size=4GB',
  );
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    ...settings.flatMap((s) => ['-c', s]),
  ];
  const url = `postgres://zhantu@127.0.0.1:${port}`;
  let server: RunningServer | undefined;
  const kill = () => server?.kill();
  process.once('exit', kill);
  const start = async () => {
    server = runServer(join(bin, 'postgres'), args, identity);
    return waitUntilReady(`${url}/postgres`, server.process);
  };
  const halt = async () => {
    kill();
    await server?.exited;
  };
  return {
    url,
    version: await start(),
    halt,
    resume: async () => void (await start()),
    async stop() {
      process.off('exit', kill);
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type RunningServer = { process: ChildProcess; kill(): void; exited: Promise<void> };

function runServer(
  program: string,
  args: readonly string[],
  identity: { uid?: number; gid?: number },
): RunningServer {
  const child = spawn(program, args, { ...identity, stdio: 'ignore' });
  return {
    process: child,
    // Fast shutdown: transactions are rolled back, clients sent away.
    kill: () => void child.kill('SIGINT'),
    exited: new Promise((resolve) => child.once('exit', () => resolve())),
  };
}

/** PostgreSQL refuses to run as root: Debian's own account then runs it. */
function serverAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function waitUntilReady(url: string, server: { exitCode: number | null }): Promise<string> {
  for (;;) {
    if (server.exitCode !== null)
      throw new Error(`postgres ended with status ${server.exitCode} while starting`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      return rows[0]?.server_version ?? '';
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // ECONNREFUSED: not listening yet; 57P03: starting up. Asking again is the protocol's own way to wait.
      if (code !== 'ECONNREFUSED' && code !== '57P03') throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
