import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';

test.use({ who: PEOPLE.admin });
// One kind's weight is changed and given back.
test.describe.configure({ mode: 'serial' });

const ADDRESS = '/admin/kinds?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;

test('changes what a kind weighs: the facts follow by a job', async ({ page }) => {
  await page.goto(ADDRESS);
  const row = page.getByTestId('kind-burglary');
  await expect(row).toContainText('180 天');
  const harm = async () => {
    const query = 'jurisdiction=330784&month=2020-04&kind=burglary';
    const answer = await page.request.get(`/api/hotspots?${query}`);
    const { cells } = (await answer.json()) as { cells: { count: number; harm: number }[] };
    return (cells[0]?.harm ?? 0) / (cells[0]?.count ?? 1);
  };
  expect(await harm()).toBe(180);
  for (const days of [200, 180]) {
    await row.locator('summary').click();
    await row.getByLabel('一起的危害（天）').fill(String(days));
    await row.getByRole('button', { name: '按新权重重算' }).click();
    await expect(row.getByRole('status')).toContainText('已提交任务');
    await expect.poll(harm).toBe(days);
    await row.getByRole('link', { name: '查看任务' }).click();
    await expect(page.getByText('类别 burglary').first()).toBeVisible();
    await page.goBack();
    await page.reload();
    await expect(row).toContainText(`${days} 天`);
  }
});

test('adds a kind, tells the second of two who rename it, and deletes it', async ({
  page,
  troubles,
}) => {
  await page.goto(ADDRESS);
  await page.getByText('新建类别').click();
  const form = page.getByRole('form', { name: '新建类别' });
  await form.getByLabel('代码').fill('e2e_kind');
  await form.getByLabel('中文名称').fill('涉及多个部门、名称特别长的一类警情');
  await form.getByLabel('英文名称').fill('A kind with a long name');
  await form.getByRole('button', { name: '新建' }).click();
  const row = page.getByTestId('kind-e2e_kind');
  await expect(row).toContainText('涉及多个部门');

  await row.locator('summary').click();
  const elsewhere = await page.request.patch('/api/admin/kinds/e2e_kind', {
    headers: { origin: ORIGIN },
    data: { jurisdiction: '330784', version: 1, nameZh: '别人改的', nameEn: 'Theirs', group: null },
  });
  expect(elsewhere.status()).toBe(200);
  await row.getByLabel('中文名称').fill('我改的');
  await row.getByRole('button', { name: '保存名称' }).click();
  await expect(row.getByRole('alert')).toContainText('已有人改动');
  // The browser reports the refusal on its console.
  expect(troubles.splice(0)).toEqual([expect.stringContaining('status of 409')]);
  await expect(row.getByLabel('中文名称')).toHaveValue('我改的');
  await row.getByRole('button', { name: '载入最新内容' }).click();
  await expect(row).toContainText('别人改的');

  page.on('dialog', (dialog) => void dialog.accept());
  await row.locator('summary').click();
  await row.getByRole('button', { name: '删除' }).click();
  await expect(row).toHaveCount(0);
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
    await page.getByTestId('kind-burglary').locator('summary').click();
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/kinds-${locale}-${width}.png` });
    }
  });
