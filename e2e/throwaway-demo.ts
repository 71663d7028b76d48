import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaywrightTestConfig } from '@playwright/test';
import { freePort } from './free-port';

type WebServer = NonNullable<PlaywrightTestConfig['webServer']>;

/** Incidents of the demo city in browser tests: enough for every layer, and written in seconds. */
const SIZE = 8_000;
/** Preparing the city on two busy cores, and a build where there is none yet. */
const START_MILLISECONDS = 480_000;

/**
 * The first command of the README, on a free port and with an embedded database that is removed with this process.
 * Sets E2E_URL, which the tests read, and E2E_TILES, from where that server lets tiles come; where it is set already, that server is used and none is started.
 */
export async function throwawayDemo(): Promise<WebServer | undefined> {
  if (process.env.E2E_URL) return undefined;
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'zhantu-e2e-'));
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  process.env.E2E_URL = `http://127.0.0.1:${port}`;
  process.env.E2E_TILES = `http://127.0.0.1:${await freePort()}`;
  // The tests are about the demo: a real database, named for other work in this shell, stays untouched.
  delete process.env.DATABASE_URL;
  const demo = `npm run demo -- --port ${port} --size ${SIZE}`;
  return {
    // The database has one owner at a time, so a second city and people with passwords come in before the server starts.
    command: [`${demo} --no-serve`, 'npx tsx --conditions=react-server e2e/prepare.ts', demo].join(
      ' && ',
    ),
    url: `${process.env.E2E_URL}/api/health`,
    timeout: START_MILLISECONDS,
    env: {
      ZHANTU_HOME: home,
      ZHANTU_BASEMAP_HOSTS: process.env.E2E_TILES,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdout: 'pipe',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  };
}
