/**
 * `npx tsx scripts/screenshots.ts [URL]`: takes the README's pictures into docs/images from a server that runs
 * already, such as `npm run demo`.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM_ARGS } from '../e2e/chromium-args';
import { MapPage } from '../e2e/map-page';
import { signIn } from '../e2e/people';
import { findOrInstallBrowser } from './test/browser';

type Picture = { name: string; width: number; height: number; theme: 'night' | 'day' };

const PICTURES: readonly Picture[] = [
  { name: 'map-night', width: 1366, height: 768, theme: 'night' },
  { name: 'map-phone', width: 390, height: 844, theme: 'day' },
];

const folder = join(import.meta.dirname, '../docs/images');
const url = process.argv[2] ?? 'http://localhost:3000';
const { path: executablePath } = await findOrInstallBrowser();
const browser = await chromium.launch({
  args: [...CHROMIUM_ARGS],
  ...(executablePath && { executablePath }),
});
mkdirSync(folder, { recursive: true });
for (const picture of PICTURES) await take(browser, picture);
await browser.close();

async function take(from: Browser, { name, width, height, theme }: Picture): Promise<void> {
  const page = await from.newPage({ viewport: { width, height }, locale: 'zh-CN', baseURL: url });
  await signIn(page.request, new URL(url).origin, { demo: 'demo-commander' });
  const map = new MapPage(page);
  await map.open();
  if (theme === 'day') await page.getByRole('button', { name: '切换为日间' }).click();
  await map.picture();
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  await page.close();
  console.log(`${path}: ${Math.round(statSync(path).size / 1024)} KB`);
}
