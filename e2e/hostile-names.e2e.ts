import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { HOSTILE, HOSTILE_FILES, HOSTILE_NAMES, HOSTILE_PLACES } from './hostile';

test.use({ who: HOSTILE.person });

const ADDRESS = `/?jurisdiction=${HOSTILE.code}`;
const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;

/** What any of the names would have become, had it been taken for markup. */
const TRACES = [
  '[data-hostile]',
  ...['onerror', 'onload', 'onclick'].map((name) => `[${name}]`),
  '[src*="hostile"]',
  'iframe',
  '[href^="javascript:" i]',
].join(', ');

async function expectHarmless(page: Page): Promise<void> {
  await expect(page.locator(TRACES)).toHaveCount(0);
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(width);
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/hostile-${Date.now()}-${width}.png` });
}

/** Brings the files in as the page would: an upload, then a job, each after the other. */
async function bringIn(page: Page): Promise<void> {
  for (const { subject, fileName, content } of HOSTILE_FILES) {
    const query = new URLSearchParams({ jurisdiction: HOSTILE.code, name: fileName });
    const kept = await page.request.post(`/api/jobs/uploads?${query}`, {
      headers: { Origin: ORIGIN, 'Content-Type': 'application/octet-stream' },
      data: Buffer.from(content),
    });
    expect(kept.status(), await kept.text()).toBe(201);
    const { upload } = (await kept.json()) as { upload: string };
    const asked = await page.request.post('/api/jobs', {
      headers: { Origin: ORIGIN },
      data: {
        jurisdiction: HOSTILE.code,
        kind: 'import',
        payload: { upload, fileName, subject, createKinds: true },
      },
    });
    expect(asked.status(), await asked.text()).toBe(201);
  }
}

async function pointAt(page: Page, { lon, lat }: { lon: number; lat: number }, layer: string) {
  const tile = page.waitForResponse((response) => response.url().includes(`/api/tiles/${layer}/`));
  await page.goto(`${ADDRESS}&layers=${layer}&camera=${lon},${lat},15.00`);
  await tile;
  const box = await page.getByTestId('map').boundingBox();
  if (!box) throw new Error('the map has no place on the page');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // Drawn when it is drawn: pointed at until the map knows what is there.
  await expect(async () => {
    await page.mouse.move(x - 150, y - 150);
    await page.mouse.move(x, y);
    await expect(page.getByRole('tooltip')).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('shows every name as the text that it is, wherever names are shown', async ({
  page,
  workspace,
}) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const fetched: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/hostile')) fetched.push(pathname);
  });

  await test.step('jobs', async () => {
    await bringIn(page);
    await page.goto(`/jobs?jurisdiction=${HOSTILE.code}`);
    for (const { fileName } of HOSTILE_FILES) {
      const row = page.getByRole('row').filter({ hasText: fileName }).first();
      await expect(row).toHaveAttribute('data-state', 'done');
      await expect(row).toContainText(HOSTILE_NAMES.user);
    }
    await expect(page.getByRole('heading', { level: 1 })).toContainText(HOSTILE_NAMES.jurisdiction);
    await expectHarmless(page);
  });

  await test.step('map, list, menus and details', async () => {
    await workspace.open(ADDRESS);
    const row = workspace.rows.first();
    await expect(row).toContainText(HOSTILE_NAMES.road);
    await expect(row).toContainText(HOSTILE_NAMES.kind);
    // A name that turns the order of reading around does so within itself.
    const town = row.getByText(HOSTILE_NAMES.reversedTown);
    await expect(town).toHaveCSS('unicode-bidi', 'isolate');
    await expect(workspace.rows.nth(1)).toContainText(HOSTILE_NAMES.longTown);
    await expectHarmless(page);
    for (const [button, names] of [
      [/^全部镇街/, [HOSTILE_NAMES.longTown, HOSTILE_NAMES.reversedTown]],
      [/^警情类别/, [HOSTILE_NAMES.kind, HOSTILE_NAMES.otherKind]],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      for (const name of names)
        await expect(page.getByRole('menu').getByText(name, { exact: true })).toBeVisible();
      await expectHarmless(page);
      await page.keyboard.press('Escape');
    }
    await row.getByRole('button').click();
    await expect(workspace.details.getByRole('heading', { level: 3 })).toHaveText(
      HOSTILE_NAMES.road,
    );
    await expect(workspace.details).toContainText(HOSTILE_NAMES.otherKind);
    await expectHarmless(page);
  });

  await test.step('account menu', async () => {
    await page.getByRole('button', { name: /^账号/ }).click();
    await expect(page.getByTestId('account')).toContainText(HOSTILE_NAMES.user);
    await expect(page.getByTestId('account')).toContainText(HOSTILE_NAMES.jurisdiction);
    await expectHarmless(page);
    await page.keyboard.press('Escape');
  });

  await test.step('what is under the pointer', async () => {
    for (const [layer, place] of [
      ['hazards', HOSTILE_PLACES.hazard],
      ['grids', HOSTILE_PLACES.grid],
    ] as const) {
      await pointAt(page, place, layer);
      const name = layer === 'hazards' ? HOSTILE_NAMES.hazard : HOSTILE_NAMES.grid;
      await expect(page.getByRole('tooltip').getByText(name, { exact: true })).toBeVisible();
      await expectHarmless(page);
    }
  });

  await test.step('a campaign', async () => {
    // Campaigns come with the demo only: nobody can give one a name yet, so the answer is made up.
    await page.route('**/api/campaigns?*', (route) =>
      route.fulfill({ json: [{ ...CAMPAIGN, month: '2020-04' }] }),
    );
    await workspace.open(ADDRESS);
    await page.getByRole('button', { name: '上一月' }).click();
    await expect(page.getByTestId('campaign')).toContainText(HOSTILE_NAMES.campaign);
    await expectHarmless(page);
    await page.unroute('**/api/campaigns?*');
  });

  await test.step('audit log and account, and all of it on a phone', async () => {
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`/admin/audit?jurisdiction=${HOSTILE.code}`);
      const events = page.getByRole('row').filter({ hasText: HOSTILE_NAMES.user });
      await expect(events.first()).toBeVisible();
      await expect(events.filter({ hasText: HOSTILE_FILES[0].fileName }).first()).toBeVisible();
      await expectHarmless(page);
      await page.goto('/account');
      await expect(page.getByText(HOSTILE_NAMES.user).first()).toBeVisible();
      await expect(page.getByText(HOSTILE_NAMES.jurisdiction).first()).toBeVisible();
      await expectHarmless(page);
    }
    await page.goto(`/jobs?jurisdiction=${HOSTILE.code}`);
    await expect(page.getByText(HOSTILE_FILES[0].fileName).first()).toBeVisible();
    await expectHarmless(page);
    await workspace.open(ADDRESS);
    await expectHarmless(page);
    await workspace.rows.nth(1).getByRole('button').click();
    await expect(workspace.details).toContainText(HOSTILE_NAMES.longTown);
    await expectHarmless(page);
  });

  expect(dialogs).toEqual([]);
  expect(fetched).toEqual([]);
});

const CAMPAIGN = {
  id: 'hostile',
  name: HOSTILE_NAMES.campaign,
  nameEn: HOSTILE_NAMES.campaign,
  relation: 'running',
  launchedOn: null,
  figuresTo: null,
  towns: [{ id: 'long', name: HOSTILE_NAMES.longTown, nameEn: null }],
  phases: [],
  results: [],
} as const;
