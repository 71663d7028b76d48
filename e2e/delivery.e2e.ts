import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures';

const BUDGET_KILOBYTES = 520;

/** MapLibre's own thread: fetched beside the page's scripts, run on another core, and told apart in the figure. */
const WORKER = 'maplibre-gl-worker';
const isDeck = (body: Buffer) => body.includes('deck.gl');

test('loads no more JavaScript than the budget, and deck.gl only when columns are asked for', async ({
  workspace,
  page,
}) => {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (/[.]m?js([?]|$)/.test(response.url())) scripts.set(response.url(), response.body());
  });
  await workspace.open();
  const bodies = await Promise.all(
    [...scripts].map(async ([url, body]) => ({ url, body: await body })),
  );
  const kilobytes = (ofWorker: boolean) =>
    bodies
      .filter(({ url }) => url.includes(WORKER) === ofWorker)
      .reduce((sum, { body }) => sum + gzipSync(body).length, 0) / 1024;
  const description = `${kilobytes(false).toFixed(0)} KB, and ${kilobytes(true).toFixed(0)} KB of MapLibre's worker`;
  test.info().annotations.push({ type: 'JavaScript', description });
  process.stdout.write(`first map page: ${description}, gzipped\n`);
  expect(kilobytes(false)).toBeGreaterThan(0);
  expect(kilobytes(false)).toBeLessThanOrEqual(BUDGET_KILOBYTES);
  expect(bodies.filter(({ body }) => isDeck(body)).map(({ url }) => url)).toEqual([]);

  await page.getByRole('button', { name: '图层', exact: true }).click();
  await page.getByRole('checkbox', { name: /热点立柱/ }).check();
  await expect.poll(async () => (await Promise.all(scripts.values())).some(isDeck)).toBe(true);
});

test('answers 304 for a tile that has not changed', async ({ workspace, page }) => {
  const asked = page.waitForResponse(
    (response) => response.url().includes('/api/tiles/hotspots/') && response.status() === 200,
  );
  await workspace.open();
  const tile = await asked;
  const { etag } = await tile.allHeaders();
  expect(etag).toBeTruthy();
  const again = await page.request.get(tile.url(), { headers: { 'If-None-Match': etag ?? '' } });
  expect(again.status()).toBe(304);
  expect((await again.body()).length).toBe(0);
});

test('asks no other host, and says that it will not', async ({ workspace, page, baseURL }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => {
    if (request.url().startsWith('http')) hosts.add(new URL(request.url()).origin);
  });
  const answer = page.waitForResponse((response) => response.request().isNavigationRequest());
  await workspace.open();
  expect([...hosts]).toEqual([baseURL]);
  const policy = (await (await answer).allHeaders())['content-security-policy'] ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  // But for the host of tiles that this server was started with.
  expect(policy.replace(process.env.E2E_TILES ?? '', '')).not.toMatch(/https?:/);
});

test('answers an address that is none with its own page, in words', async ({ page, troubles }) => {
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('link')).toBeVisible();
  // The browser itself reports the status of the page on its console.
  troubles.splice(0, troubles.length, ...troubles.filter((text) => !text.includes('404')));
});
