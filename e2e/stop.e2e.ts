import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from './free-port';
import { RawConnection } from './raw-connection';

const ROOT = join(import.meta.dirname, '..');

test.skip(
  !existsSync(join(ROOT, '.next/BUILD_ID')),
  'nothing was built beside this checkout: there is no server to stop',
);

type Served = {
  readonly child: ChildProcess;
  readonly origin: string;
  /** Status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
};

let home: string;
const started: ChildProcess[] = [];

test.beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'zhantu-stop-'));
});
test.afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** Serves the built application over an embedded database of this file's own, and waits until it answers from it. */
async function serve(): Promise<Served> {
  const port = await freePort();
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'scripts/serve.ts'), String(port)], {
    cwd: ROOT,
    env: { ...inherited, ZHANTU_HOME: home, ZHANTU_LOG: 'error', NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  started.push(child);
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (status, signal) => resolve(signal ?? status));
  });
  await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    ended.then((how) => Promise.reject(new Error(`ended before it served: ${how}`))),
  ]);
  const origin = `http://127.0.0.1:${port}`;
  expect((await fetch(`${origin}/api/health`, { headers: { Connection: 'close' } })).status).toBe(
    200,
  );
  return { child, origin, ended };
}

const BODY = JSON.stringify({ username: 'nobody', password: 'not-the-password' });

/** A request whose body has not all come, and which the server has begun to read. */
async function slowRequest(origin: string): Promise<RawConnection> {
  const connection = new RawConnection(origin);
  connection.send(
    [
      'POST /api/auth/sign-in/username HTTP/1.1',
      `Host: ${new URL(origin).host}`,
      `Origin: ${origin}`,
      'Content-Type: application/json',
      `Content-Length: ${BODY.length}`,
      'Expect: 100-continue',
      '',
      BODY.slice(0, 10),
    ].join('\r\n'),
  );
  await connection.until('100 Continue');
  return connection;
}

/** A connection with nothing to do: the server closes it when it begins to stop. */
async function idleConnection(origin: string): Promise<RawConnection> {
  const connection = new RawConnection(origin);
  connection.send(
    `GET /api/health?check=live HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nConnection: keep-alive\r\n\r\n`,
  );
  // The last chunk: all of the answer is here.
  await connection.until('\r\n0\r\n\r\n');
  return connection;
}

test('answers what it was asked before it was told to stop, gives the database back, and starts again at once', async () => {
  const lock = join(home, 'database.lock');
  const first = await serve();
  expect(existsSync(lock)).toBe(true);
  const idle = await idleConnection(first.origin);
  const slow = await slowRequest(first.origin);
  first.child.kill('SIGTERM');
  await idle.closed;
  await expect(fetch(first.origin)).rejects.toThrow();
  slow.send(BODY.slice(10));
  // It was the database that knew of nobody.
  expect((await slow.answer()).status).toBe(401);
  expect(await first.ended).toBe(0);
  expect(existsSync(lock)).toBe(false);

  const second = await serve();
  const other = await idleConnection(second.origin);
  const unanswered = await slowRequest(second.origin);
  second.child.kill('SIGTERM');
  await other.closed;
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(143);
  expect((await unanswered.answer()).status).toBe(0);
});
