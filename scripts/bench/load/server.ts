import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

export type LoadServer = {
  readonly origin: string;
  /** The largest resident size so far, in megabytes; undefined where the system does not tell. */
  peakMegabytes(): number | undefined;
  stop(): Promise<number | null>;
};

/** Serves the built application in a process of its own. */
export async function startLoadServer(settings: Record<string, string>): Promise<LoadServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'scripts/serve.ts'), String(port)], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', ZHANTU_LOG: 'error', ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  process.once('exit', () => child.kill());
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([status]) => {
      throw new Error(`the server ended with status ${status} before it listened`);
    }),
  ]);
  return {
    origin: `http://localhost:${port}`,
    peakMegabytes: () => peakOf(child),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [status] = (await ended) as [number | null];
      return status;
    },
  };
}

function peakOf({ pid }: ChildProcess): number | undefined {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
