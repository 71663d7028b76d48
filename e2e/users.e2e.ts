import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import { PEOPLE, signIn } from './people';

test.use({ who: PEOPLE.admin });

const ADDRESS = '/admin/users?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;

test('creates somebody, who signs in; then changes their role, and disables them', async ({
  page,
  playwright,
}) => {
  await page.goto(ADDRESS);
  await page.getByText('新建用户').click();
  const form = page.getByRole('form', { name: '新建用户' });
  await form.getByLabel('用户名').fill('e2e-newcomer');
  await form.getByLabel('姓名').fill('新来的网格员');
  await form.getByLabel('角色').selectOption('网格员');
  await form.getByRole('button', { name: '新建' }).click();
  const password = (await page.getByTestId('password').textContent()) ?? '';

  const theirs = await playwright.request.newContext();
  await signIn(theirs, ORIGIN, { username: 'e2e-newcomer', password });
  const list = `${ORIGIN}/api/jobs?jurisdiction=330784`;
  expect((await theirs.get(list)).status()).toBe(403);

  const row = page.getByTestId('user-e2e-newcomer');
  await expect(row).toContainText('网格员');
  await row.locator('summary').click();
  await row.getByLabel('角色').selectOption('分析员');
  await row.getByRole('button', { name: '保存角色' }).click();
  await expect(row.getByRole('status')).toBeVisible();
  expect((await theirs.get(list)).status()).toBe(200);

  await row.getByRole('button', { name: '停用并退出登录' }).click();
  await expect(row).toContainText('已停用');
  expect((await theirs.get(list)).status()).toBe(401);
  await theirs.dispose();
});

test('does not let an administrator change themselves', async ({ page }) => {
  await page.goto(ADDRESS);
  const self = page.getByTestId('user-e2e-admin');
  await expect(self).toContainText('只有其他管理员可以更改');
  await expect(self.getByRole('button')).toHaveCount(0);
});

for (const [locale, theme] of [
  ['zh-CN', 'night'],
  ['en', 'day'],
] as const)
  test(`has no barrier that axe can find, and fits a phone, in ${locale} by ${theme}`, async ({
    page,
    context,
  }) => {
    await context.addCookies([
      { name: 'locale', value: locale, url: ORIGIN },
      { name: 'theme', value: theme, url: ORIGIN },
    ]);
    await page.goto(ADDRESS);
    await page.getByTestId('user-e2e-officer').locator('summary').click();
    await page
      .getByText(/^(角色与权限|Roles and rights)$/)
      .first()
      .click();
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/users-${locale}-${width}.png` });
    }
  });
