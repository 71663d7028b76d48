import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';

test.use({ who: PEOPLE.admin });
// One calendar is changed by all of them.
test.describe.configure({ mode: 'serial' });

const ADDRESS = '/admin/calendars?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;
const ID = '2019-10-town';
const NAME = `古山镇十月大会战${'长'.repeat(80)}`;
const NAME_EN = `October${'WithoutAnySpace'.repeat(6)}`;

async function open(page: Page) {
  await page.goto(ADDRESS);
  const row = page.getByTestId(`campaign-${ID}`);
  await row.locator('summary').click();
  return row;
}

test('plans a campaign, which is on the map’s strip of its month', async ({ page, troubles }) => {
  await page.goto(ADDRESS);
  await page.getByText('新建战役').click();
  const form = page.getByRole('form', { name: '新建战役' });
  await form.getByLabel('名称（中文）').fill(NAME);
  await form.getByLabel('名称（英文）').fill(NAME_EN);
  await form.getByLabel('月份').fill('2019-10');
  await form.getByLabel('古山镇').check();
  const days = { 战前: ['09-20', '10-08'], 战时: ['10-08', '10-31'], 战后: ['11-01', '11-10'] };
  for (const [phase, [from, to]] of Object.entries(days)) {
    const group = form.getByRole('group', { name: phase });
    await group.getByLabel('开始').fill(`2019-${from}`);
    await group.getByLabel('结束').fill(`2019-${to}`);
  }
  await expect(form.getByLabel('编号')).toHaveValue(ID);
  await form.getByRole('button', { name: '新建' }).click();
  await expect(form.getByRole('alert')).toContainText('须依次相接、不重叠');
  expect(troubles.splice(0)).toEqual([expect.stringContaining('400')]);
  // What was typed is still there.
  await form.getByRole('group', { name: '战前' }).getByLabel('结束').fill('2019-10-07');
  await form.getByRole('button', { name: '新建' }).click();
  await expect(page.getByTestId(`campaign-${ID}`)).toContainText('2019年10月7日');

  await page.goto('/?jurisdiction=330784&month=2019-10');
  await expect(page.getByTestId('campaign')).toContainText(NAME);
});

test('tells the second of two that the first has changed it', async ({ page, context }) => {
  const row = await open(page);
  const other = await context.newPage();
  const theirs = await open(other);
  await row.getByLabel('备注').fill('第一个人写的');
  await row.getByRole('button', { name: '保存' }).click();
  await expect(row.getByText('已保存。')).toBeVisible();
  await theirs.getByLabel('备注').fill('第二个人写的');
  await theirs.getByRole('button', { name: '保存' }).click();
  await expect(theirs.getByRole('alert')).toContainText('已被他人修改');
  await expect(theirs.getByLabel('备注')).toHaveValue('第二个人写的');
  await theirs.getByRole('button', { name: '载入最新内容' }).click();
  await theirs.locator('summary').click();
  await expect(theirs.getByLabel('备注')).toHaveValue('第一个人写的');
});

for (const [locale, theme] of [
  ['zh-CN', 'night'],
  ['zh-CN', 'day'],
  ['en', 'night'],
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
    await open(page);
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/calendars-${locale}-${theme}-${width}.png`,
          fullPage: true,
        });
    }
  });

test('deletes a campaign without figures, and keeps one that has them', async ({
  page,
  troubles,
}) => {
  page.on('dialog', (dialog) => void dialog.accept());
  const row = await open(page);
  await row.getByRole('button', { name: '删除' }).click();
  await expect(row).toHaveCount(0);
  const published = page.getByTestId('campaign-2020-04-town');
  await published.locator('summary').click();
  await published.getByRole('button', { name: '删除' }).click();
  await expect(published.getByRole('alert')).toContainText('已有公布的战果');
  expect(troubles.splice(0)).toEqual([expect.stringContaining('400')]);
});
