import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { run } from './run';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A browser's program and where it was found; or why there is none. */
export type Browser = { path: string; found: string } | { path?: undefined; reason: string };

/** Chromium: CHROMIUM_PATH, the system's, Playwright's own; else installed, by apt as root on Debian or by Playwright. */
export async function findOrInstallBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  if (given)
    return existsSync(given)
      ? { path: given, found: 'CHROMIUM_PATH' }
      : { reason: `CHROMIUM_PATH names ${given}, which does not exist` };
  const found = findBrowser();
  if (found) return found;
  console.log('no Chromium here: installing one');
  if (process.getuid?.() === 0 && onPath('apt-get')) await installByApt();
  else await run('playwright', ['install', 'chromium']);
  return (
    findBrowser() ?? {
      reason: 'Chromium is not here and could not be installed: set CHROMIUM_PATH to one',
    }
  );
}

function findBrowser(): { path: string; found: string } | undefined {
  const system = NAMES.map(onPath).find((path) => path !== undefined);
  if (system) return { path: system, found: 'the system' };
  const own = chromium.executablePath();
  return existsSync(own) ? { path: own, found: 'Playwright' } : undefined;
}

async function installByApt(): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], env);
  const packages = ['chromium', 'fonts-noto-cjk'];
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** What the browser calls itself. */
export function browserVersion(path: string): string {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'of unknown version';
  }
}
