import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';

test.use({ who: PEOPLE.admin });

const ADDRESS = '/admin/audit?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test('leads an administrator from the map to the log, finds an event, and hands the file over', async ({
  page,
  workspace,
}) => {
  await workspace.open();
  await page.getByRole('button', { name: /e2e-admin/ }).click();
  await page.getByRole('menuitem', { name: '审计日志' }).click();
  await expect(page.getByRole('heading', { name: '审计日志' })).toBeVisible();
  await page.getByRole('searchbox', { name: '用户' }).fill('e2e-admin');
  await page.locator('select[name=action]').selectOption('登录');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page).toHaveURL(/who=e2e-admin&action=session\.sign_in/);
  const row = page.getByRole('row').nth(1);
  await expect(row).toContainText('e2e-admin');
  await expect(row).toContainText('登录');
  await expect(row).toContainText('完成');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '导出 CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('audit-330784.csv');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain('session.sign_in');
  expect(text).not.toContain('export.run');

  await page.getByRole('link', { name: '清除条件' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('导出');
});

test('is closed to others, and says so', async ({ page, context }) => {
  await context.clearCookies();
  await page.goto(ADDRESS);
  await expect(page.getByText('无法查看审计日志')).toBeVisible();
});

for (const [locale, theme] of [
  ['zh-CN', 'night'],
  ['en', 'day'],
] as const)
  test(`has no barrier that axe can find, and fits a phone, in ${locale} by ${theme}`, async ({
    page,
    context,
  }) => {
    const url = new URL(process.env.E2E_URL ?? '').origin;
    await context.addCookies([
      { name: 'locale', value: locale, url },
      { name: 'theme', value: theme, url },
    ]);
    await page.goto(ADDRESS);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/audit-${locale}-${width}.png` });
    }
  });
