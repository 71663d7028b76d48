import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { signIn } from './people';

// What one of them registers is in the list of the next.
test.describe.configure({ mode: 'serial' });

const LIST = '/effect?jurisdiction=330784';
const NEW = '/effect/new?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ORIGIN = new URL(process.env.E2E_URL ?? '').origin;
const NAME = `方岩镇入冬前${'长'.repeat(90)}`;

/** The address of the first evaluation of that name. */
async function addressOf(page: Page, name: string): Promise<string> {
  await page.goto(LIST);
  const link = page.getByRole('link', { name, exact: true });
  return (await link.getAttribute('href')) ?? '';
}

test('is reached from the map, and says first of each what can be told', async ({
  page,
  workspace,
}) => {
  await workspace.open();
  await page.getByRole('link', { name: '成效' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('成效评估 永康市');
  const cards = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) });
  await expect(cards).toHaveCount(5);
  const gushan = cards.filter({ hasText: '古山镇四月大会战' }).last();
  await expect(gushan).toContainText(/预期的 [\d.]+ 起[少多] [\d.]+ 起（.*95% 区间 −\d+% 至/);
  await expect(gushan).toContainText('事前登记');
  await expect(cards.filter({ hasText: '只与江南街道比' })).toContainText('事后登记');
  await expect(cards.filter({ hasText: '一月一主题' })).toContainText('部分月份没有警情数据');
  await expect(cards.filter({ hasText: '入室盗窃' })).toContainText('样本不足');
});

test('shows one: words, figures and their text, definitions, sources, and the map', async ({
  page,
}) => {
  await page.goto(await addressOf(page, '古山镇四月大会战'));
  await expect(page.getByRole('region', { name: '结论' })).toContainText('依据：双重差分');
  for (const name of ['登记内容', '计数', '加权位移差（WDD）', '双重差分（DiD）', 'E 检验', '同比'])
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  const wdd = page.getByRole('region', { name: '加权位移差（WDD）' });
  await expect(wdd.getByRole('row', { name: /^战区/ })).toContainText(/起（−\d+ 至 [+−]\d+）/);
  await expect(wdd).toContainText('doi:10.1186/s40163-018-0085-5');
  await expect(page.getByRole('region', { name: '计数' }).getByRole('row')).toHaveCount(5);
  await page.getByText('逐月数字', { exact: true }).click();
  await expect(page.getByRole('row', { name: /2020年4月（战时）/ })).toBeVisible();
  await page.getByRole('link', { name: '在地图上看该月战区' }).click();
  await expect(page).toHaveURL(/month=2020-04.*towns=330784108/);
});

test('is registered against towns that are suggested, marked where it comes too late', async ({
  page,
  troubles,
}) => {
  await page.goto(NEW);
  const form = page.getByRole('form', { name: '登记新评估' });
  await form.getByLabel('战役（可不选）').selectOption('2020-05-town');
  await expect(form.getByLabel('评估名称')).toHaveValue(/经济开发区、东城街道/);
  await expect(form.getByTestId('treated-before')).toContainText('战前 12 个月共');
  await form.getByRole('button', { name: '登记', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('请至少选一个对照镇街');
  await form.getByRole('button', { name: /选用建议的 \d 个镇街/ }).click();
  await expect(form.getByText(/已选 [1-6] 个镇街/)).toBeVisible();
  await form.getByLabel('评估名称').fill(NAME);
  await form.getByRole('button', { name: '登记', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('按“事后登记”保存');
  expect(troubles.splice(0)).toEqual(Array(2).fill(expect.stringContaining('400')));
  // What was typed is still there.
  await expect(form.getByLabel('评估名称')).toHaveValue(NAME);
  await form.getByLabel(/我知道这项评估会标为/).check();
  await form.getByRole('button', { name: '登记', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(NAME);
  await expect(page.getByRole('region', { name: '结论' })).toContainText('事后登记');
  await page.getByRole('link', { name: '返回成效评估' }).click();
  await expect(page.getByRole('link', { name: NAME })).toBeVisible();
});

test('registers what is still to come, which waits for its month', async ({ page }) => {
  await page.goto(NEW);
  const form = page.getByRole('form', { name: '登记新评估' });
  await form.getByLabel('评估名称').fill('方岩镇远期');
  await form.getByRole('group', { name: '战区' }).getByLabel('方岩镇').check();
  await form.getByRole('group', { name: '战时月份' }).getByLabel('从').fill('2090-05');
  await expect(form.getByRole('group', { name: '战前月份' }).getByLabel('从')).toHaveValue(
    '2089-05',
  );
  await form
    .getByRole('row', { name: /西溪镇/ })
    .getByRole('checkbox')
    .check();
  await form.getByRole('button', { name: '登记', exact: true }).click();
  const answer = page.getByRole('region', { name: '结论' });
  await expect(answer).toContainText('无法判断：所定月份尚未结束');
  await expect(answer).toContainText('已登记，月份未到');
  await expect(answer).toContainText('事前登记');
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
    const one = await addressOf(page, NAME);
    for (const [name, address] of [
      ['list', LIST],
      ['one', one],
      ['new', NEW],
    ] as const) {
      await page.goto(address);
      if (name === 'new') {
        await page.locator('select').selectOption('2020-05-town');
        await expect(page.locator('table')).toBeVisible();
      }
      for (const width of [1366, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual(
          [],
        );
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, name).toBeLessThanOrEqual(width);
        if (process.env.SHOTS)
          await page.screenshot({
            path: `${process.env.SHOTS}/effect-${name}-${locale}-${theme}-${width}.png`,
            fullPage: true,
          });
      }
    }
  });

test('tells who may not see it, who has no way there on the map either', async ({
  page,
  workspace,
}) => {
  await signIn(page.request, ORIGIN, { demo: 'demo-grid' });
  await workspace.open();
  await expect(page.getByRole('link', { name: '成效' })).toHaveCount(0);
  await page.goto(LIST);
  await expect(page.getByRole('heading', { name: '无法查看成效评估' })).toBeVisible();
});

test('lets a fire inspector read, and register nothing', async ({ page }) => {
  await signIn(page.request, ORIGIN, { demo: 'demo-fire' });
  await page.goto(LIST);
  await expect(page.getByRole('link', { name: '古山镇四月大会战', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: '登记新评估' })).toHaveCount(0);
  await page.goto(NEW);
  await expect(page.getByRole('heading', { name: '无法查看成效评估' })).toBeVisible();
});
