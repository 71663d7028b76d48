import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

/** Each test says as whom it comes. */
test.use({ who: null });

const CODE = '330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Signs in as one of the demo's people: the page's requests carry the session then. */
async function signIn(page: Page, username: string): Promise<void> {
  const answer = await page.request.post('/api/auth/sign-in/demo', {
    headers: { Origin: originOf() },
    data: { username },
  });
  test.skip(!answer.ok(), `nobody can sign in as ${username} on this server (${answer.status()})`);
}

function originOf(): string {
  return new URL(process.env.E2E_URL ?? '').origin;
}

/** Asks for a job as the page would. */
async function ask(page: Page, kind: string, payload: object): Promise<string> {
  const answer = await page.request.post('/api/jobs', {
    headers: { Origin: originOf() },
    data: { jurisdiction: CODE, kind, payload },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function upload(page: Page, rows: number): Promise<string> {
  const lines = Array.from(
    { length: rows },
    (_, n) => `e2e-${Date.now()}-${n},2019-01-11 08:00,120.02,28.89,theft\n`,
  );
  const answer = await page.request.post(`/api/jobs/uploads?jurisdiction=${CODE}&name=rows.csv`, {
    headers: { Origin: originOf(), 'Content-Type': 'text/csv' },
    data: `id,occurred,lon,lat,kind\n${lines.join('')}`,
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { upload: string }).upload;
}

async function open(page: Page): Promise<void> {
  await page.goto(`/jobs?jurisdiction=${CODE}`);
  await expect(page.getByRole('status')).toHaveAttribute('data-live', 'true');
}

test('lists a job as it comes in and ends, without a reload', async ({ page }) => {
  await signIn(page, 'demo-analyst');
  await open(page);
  const file = await upload(page, 3000);
  const payload = { upload: file, fileName: '一月.csv', subject: 'incidents', createKinds: true };
  const row = page.getByTestId(`job-${await ask(page, 'import', payload)}`);
  await expect(row).toContainText('一月.csv（警情）');
  await expect(row).toHaveAttribute('data-state', 'done');
  await expect(row).toContainText('读取 3,000 行：入库 3,000');
  await expect(row.getByRole('button')).toHaveCount(0);
});

test('says what to mend, and tries again when it is told to', async ({ page }) => {
  await signIn(page, 'demo-analyst');
  const id = await ask(page, 'ranking', { month: '2020-04', kind: 'no-such-kind' });
  await open(page);
  const row = page.getByTestId(`job-${id}`);
  await expect(row).toContainText('需要处理');
  await expect(row).toContainText('no kind "no-such-kind"');
  const answered = page.waitForResponse(`**/api/jobs/${id}/retry`);
  await row.getByRole('button', { name: `重试任务 ${id}` }).click();
  expect((await answered).status()).toBe(200);
  await expect(row).toHaveAttribute('data-state', 'failed');
});

test('is closed to strangers, other roles and other sites', async ({ page, playwright }) => {
  const stranger = await playwright.request.newContext({ baseURL: originOf() });
  for (const path of [`/api/jobs?jurisdiction=${CODE}`, `/api/jobs/events?jurisdiction=${CODE}`])
    expect([401, 403]).toContain((await stranger.get(path)).status());
  const order = { jurisdiction: CODE, kind: 'ranking', payload: { month: '2020-04' } };
  const ownOrigin = { Origin: originOf() };
  expect([401, 403]).toContain(
    (await stranger.post('/api/jobs', { headers: ownOrigin, data: order })).status(),
  );
  await stranger.dispose();

  await page.goto(`/jobs?jurisdiction=${CODE}`);
  await expect(page.getByRole('heading', { name: '没有权限' })).toBeVisible();

  await signIn(page, 'demo-traffic');
  const asTraffic = await page.request.post('/api/jobs', { headers: ownOrigin, data: order });
  expect(asTraffic.status()).toBe(403);
  await signIn(page, 'demo-analyst');
  const foreign = { Origin: 'https://evil.example' };
  const fromElsewhere = await page.request.post('/api/jobs', { headers: foreign, data: order });
  expect(fromElsewhere.status()).toBe(403);
  for (const what of ['cancel', 'retry']) {
    const answer = await page.request.post(`/api/jobs/999999/${what}`, {
      headers: ownOrigin,
      data: { jurisdiction: CODE },
    });
    expect(answer.status()).toBe(404);
  }
});

for (const locale of ['zh-CN', 'en'] as const) {
  for (const theme of ['night', 'day'] as const) {
    test(`has no barrier that axe can find, and fits a phone, in ${locale} by ${theme}`, async ({
      page,
      context,
    }) => {
      await signIn(page, 'demo-analyst');
      await context.addCookies(
        [
          { name: 'locale', value: locale },
          { name: 'theme', value: theme },
        ].map((cookie) => ({ ...cookie, url: originOf() })),
      );
      await ask(page, 'ranking', { month: '2020-04', kind: 'no-such-kind' });
      await ask(page, 'ranking', { month: '2020-04' });
      await open(page);
      await expect(page.locator('[data-state="queued"], tr[data-state="running"]')).toHaveCount(0);
      for (const width of [1366, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual(
          [],
        );
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
      }
    });
  }
}
