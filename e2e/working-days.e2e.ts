import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';

test.use({ who: PEOPLE.admin });
// One calendar is changed by all of them.
test.describe.configure({ mode: 'serial' });

const ADDRESS = '/admin/working-days?jurisdiction=330784&year=2031';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;

test('reads a pasted list, says which line it could not, and counts deadlines by it', async ({
  page,
}) => {
  await page.goto(ADDRESS);
  await expect(page.getByText('2031年的节假日还没有登记')).toBeVisible();
  await page
    .getByRole('textbox', { name: '放假安排' })
    .fill('2031-10-01..2031-10-03 国庆节 休\n十月四日 休\n2031-10-11 班');
  await page.getByRole('button', { name: '读入' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '第 2 行' })).toContainText('十月四日 休');
  await expect(page.getByText('4 处更改尚未保存')).toBeVisible();
  await expect(page.getByRole('textbox', { name: '放假安排' })).toHaveValue('十月四日 休');

  // From Tuesday the 30th: the 6th is a Monday.
  await page.getByLabel('起算日').fill('2031-09-30');
  await page.getByLabel('工作日数').fill('6');
  await expect(page.getByText('截止日：2031年10月11日')).toBeVisible();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('2031年已登记 4 天')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: /^2031年10月1日，休息 国庆节/ })).toBeVisible();
});

test('is worked by keyboard, and tells the second of two what the first did', async ({
  page,
  troubles,
}) => {
  await page.goto(ADDRESS);
  const day = (name: RegExp) => page.getByRole('button', { name });
  // Keys that are pressed before the page has woken up go nowhere.
  await expect(async () => {
    await day(/^2031年10月1日/).focus();
    await page.keyboard.press('ArrowDown');
    await expect(day(/^2031年10月8日/)).toBeFocused({ timeout: 500 });
  }).toPass();
  for (const key of ['ArrowRight', 'PageUp', 'ArrowUp']) await page.keyboard.press(key);
  await expect(day(/^2031年9月2日，工作$/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(day(/^2031年9月2日，休息（例外）$/)).toBeFocused();
  await page.getByLabel('2031年9月2日的名称').fill('永康博览会');

  const theirs = await page.request.put('/api/admin/working-days/2031', {
    headers: { origin: ORIGIN },
    data: { jurisdiction: '330784', version: 1, days: [] },
  });
  expect(theirs.status()).toBe(200);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: '已有人改动' })).toBeVisible();
  // The browser reports the refusal on its console.
  expect(troubles.splice(0)).toEqual([expect.stringContaining('status of 409')]);
  await expect(page.getByLabel('2031年9月2日的名称')).toHaveValue('永康博览会');
  await page.getByRole('button', { name: '载入最新内容' }).click();
  await expect(page.getByText('本年没有例外')).toBeVisible();
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
    for (const day of ['2031-10-01', '2031-10-02', '2031-10-11'])
      await page.locator(`[data-day="${day}"]`).click();
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/working-days-${locale}-${width}.png`,
          fullPage: true,
        });
    }
  });
