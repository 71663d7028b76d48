import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { totpOf } from '../lib/server/testing/totp';
import { expect, test } from './fixtures';
import { MapPage } from './map-page';
import { PEOPLE, signIn } from './people';

test.use({ who: null });

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Refusals are what these tests are about; the browser reports their status on its console. */
test.afterEach(({ troubles }) => {
  const kept = troubles.filter((text) => !/status of (400|401|403|429)/.test(text));
  troubles.splice(0, troubles.length, ...kept);
});

async function type(page: Page, { username, password }: { username: string; password: string }) {
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

test('leads a stranger to the sign-in, and back to the very link', async ({ page }) => {
  await page.goto('/?jurisdiction=330784&month=2020-05&workspace=fire');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await type(page, PEOPLE.officer);
  await expect(page).toHaveURL(/\/\?jurisdiction=330784&month=2020-05&workspace=fire/);
  await expect(new MapPage(page).rows.first()).toBeVisible();
});

test('answers nothing to a stranger: no list, no tile, no campaign', async ({ page }) => {
  for (const path of [
    '/api/hotspots?jurisdiction=330784&month=2020-06',
    '/api/hotspots/1/1?jurisdiction=330784&month=2020-06',
    '/api/campaigns?jurisdiction=330784&month=2020-06',
    '/api/tiles/towns/10/853/428?jurisdiction=330784',
  ]) {
    const answer = await page.request.get(path);
    expect([path, answer.status()]).toEqual([path, 401]);
    expect(answer.headers()['content-type']).toBe('application/problem+json');
  }
});

test('says what to do about a wrong password, and locks after five', async ({ page }) => {
  await page.goto('/sign-in');
  const nobody = { username: `nobody-${Date.now()}`, password: 'not-the-password' };
  for (let attempt = 0; attempt < 5; attempt++) {
    await type(page, nobody);
    await expect(page.locator('form p[role=alert]')).toContainText('用户名或密码不对');
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled();
  }
  await type(page, nobody);
  await expect(page.locator('form p[role=alert]')).toContainText(/已锁定：请 1[45] 分钟后再试/);
});

test('lets one in as a person of the demo with one click, and says that it is a demo', async ({
  page,
}) => {
  await page.goto('/sign-in');
  await expect(page.getByText('数据全部为合成')).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(6);
  await page.getByRole('button', { name: /演示·指挥长/ }).click();
  const map = new MapPage(page);
  await expect(map.rows.first()).toBeVisible();
  await expect(page.getByTestId('demo-banner')).toBeVisible();
  await page.getByRole('button', { name: /^账号/ }).click();
  await expect(page.getByTestId('account')).toContainText('演示·指挥长');
  await expect(page.getByTestId('account')).toContainText('指挥长 · 永康市');
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});

for (const role of ['traffic', 'fire', 'grid', 'department', 'analyst']) {
  test(`shows the map to the demo's ${role} without asking for what they may not see`, async ({
    page,
    baseURL,
  }) => {
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
    });
    await signIn(page.request, baseURL ?? '', { demo: `demo-${role}` });
    const map = new MapPage(page);
    await map.open();
    await page.getByRole('button', { name: '消防', exact: true }).click();
    await map.settled();
    await page.getByRole('button', { name: '指挥', exact: true }).click();
    await map.rows.first().getByRole('button').click();
    await expect(map.details).toBeVisible();
    await map.settled();
    expect(refused).toEqual([]);
  });
}

test('shows a grid worker the rows of their own town only', async ({ page, baseURL }) => {
  await signIn(page.request, baseURL ?? '', { demo: 'demo-grid' });
  const answer = await page.request.get('/api/hotspots?jurisdiction=330784&month=2020-06');
  const { cells } = (await answer.json()) as { cells: { townName: string; count: number }[] };
  expect(new Set(cells.map(({ townName }) => townName))).toEqual(new Set(['古山镇']));
  expect(Math.min(...cells.map(({ count }) => count))).toBeGreaterThanOrEqual(3);
  for (const [path, status] of [
    ['/api/tiles/premises/12/3415/1709?jurisdiction=330784', 403],
    ['/api/hotspots?jurisdiction=330784&month=2020-06&kind=theft', 403],
    ['/api/campaigns?jurisdiction=990001&month=2020-06', 403],
    ['/api/campaigns?jurisdiction=123456&month=2020-06', 403],
  ] as const)
    expect([path, (await page.request.get(path)).status()]).toEqual([path, status]);
});

test('keeps to its own paths, whatever the link says', async ({ page, baseURL }) => {
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByRole('button', { name: /演示·分析员/ }).click();
    await expect(page).toHaveURL((url) => url.origin === baseURL && url.pathname === '/');
    // And for who is signed in already, the server's own redirect.
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await expect(page).toHaveURL((url) => url.origin === baseURL && url.pathname === '/');
  }
});

test('asks for a code where a second factor is set up, and takes it off again', async ({
  page,
}) => {
  await page.goto('/sign-in?next=/account');
  await type(page, PEOPLE.careful);
  const factor = page.locator('section', { has: page.getByRole('heading', { name: '两步验证' }) });
  await factor.getByLabel('当前密码').fill(PEOPLE.careful.password);
  await factor.getByRole('button', { name: '开始设置' }).click();
  await expect(factor.getByRole('img', { name: '两步验证的二维码' })).toBeVisible();
  const secret = await factor.getByTestId('totp-key').textContent();
  const uri = `otpauth://totp/x?secret=${secret}`;
  await expect(factor.getByRole('listitem')).toHaveCount(10);
  await factor.getByLabel('验证器上现在的六位码').fill(totpOf(uri));
  await factor.getByRole('button', { name: '确认并开启' }).click();
  await expect(factor.getByText('已开启')).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/sign-in?next=/account');
  await type(page, PEOPLE.careful);
  await page.getByLabel('验证码', { exact: true }).fill('000000');
  await page.getByRole('button', { name: '验证并登录' }).click();
  await expect(page.locator('form p[role=alert]')).toContainText('验证码不对');
  await page.getByLabel('验证码', { exact: true }).fill(totpOf(uri));
  await page.getByRole('button', { name: '验证并登录' }).click();
  await expect(page).toHaveURL(/\/account$/);

  await factor.getByLabel('当前密码').fill(PEOPLE.careful.password);
  await factor.getByRole('button', { name: '关闭两步验证' }).click();
  await expect(factor.getByRole('button', { name: '开始设置' })).toBeVisible();
});

test('signs out everywhere: a copied cookie opens nothing any more', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page.request, baseURL ?? '', PEOPLE.officer);
  const stolen = await page.context().storageState();
  const thief = await browser.newContext({ storageState: stolen, baseURL: baseURL ?? '' });
  const path = '/api/campaigns?jurisdiction=330784&month=2020-06';
  expect((await thief.request.get(path)).status()).toBe(200);
  await page.goto('/account');
  await page.getByRole('button', { name: '在所有设备上退出' }).click();
  await page.getByRole('button', { name: '再点一次：确认全部退出' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect((await thief.request.get(path)).status()).toBe(401);
  await thief.close();
});

test('sends somebody whose session is over to sign in, and back to where they were', async ({
  page,
  baseURL,
}) => {
  await signIn(page.request, baseURL ?? '', { demo: 'demo-analyst' });
  const map = new MapPage(page);
  await map.open('/?month=2020-06');
  await page.context().clearCookies();
  await page.getByRole('button', { name: '上一月' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2F%3Fmonth%3D2020-0[56]/);
});

for (const [language, locale, theme] of [
  ['Chinese', 'zh-CN', 'night'],
  ['English', 'en', 'day'],
] as const) {
  test(`has no barrier that axe can find on its pages, in ${language} by ${theme}`, async ({
    page,
    baseURL,
  }) => {
    const cookies = { locale, theme };
    for (const [name, value] of Object.entries(cookies))
      await page.context().addCookies([{ name, value, url: baseURL ?? '' }]);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/sign-in', '/account']) {
      if (path === '/account') await signIn(page.request, baseURL ?? '', PEOPLE.officer);
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.getByRole('main')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        390,
      );
    }
  });
}

test('is worked by keyboard alone', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('用户名').focus();
  await page.keyboard.type(PEOPLE.officer.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PEOPLE.officer.password);
  await page.keyboard.press('Enter');
  await expect(new MapPage(page).rows.first()).toBeVisible();
});
