import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { tileAt } from '../geo/projection/web-mercator';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';

test.use({ who: PEOPLE.admin });
// One jurisdiction is changed by all of them.
test.describe.configure({ mode: 'serial' });

const ADDRESS = '/admin/jurisdiction?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const { ring } = JSON.parse(readFileSync('lib/demo/source/outline.json', 'utf8')) as {
  ring: [number, number][];
};
const closed = String(ring[0]) === String(ring.at(-1)) ? ring : [...ring, ring[0]];
const east = Math.max(...ring.map(([lon]) => lon));
const [, lat] = ring.find(([lon]) => lon === east) ?? [0, 0];
/** A second part beside the city's easternmost point. */
const part = [
  [east + 0.01, lat],
  [east + 0.03, lat],
  [east + 0.03, lat + 0.02],
  [east + 0.01, lat + 0.02],
  [east + 0.01, lat],
];

async function open(page: Page) {
  await page.goto(ADDRESS);
  await expect(page.getByRole('button', { name: '重新绘制' })).toBeEnabled();
}

async function upload(page: Page, coordinates: unknown) {
  const text = JSON.stringify({ type: 'MultiPolygon', coordinates });
  await page.getByLabel(/上传 GeoJSON/).setInputFiles({
    name: '新边界.geojson',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await expect(page.getByText('已读入文件 新边界.geojson')).toBeVisible();
  await page.getByRole('button', { name: '预览影响' }).click();
  await expect(page.getByRole('heading', { name: '保存后的变化' })).toBeVisible();
}

async function save(page: Page) {
  const keep = page.getByLabel(/保留原样/);
  if (await keep.isVisible()) await keep.check();
  await page.getByRole('button', { name: '保存边界' }).click();
  const told = await page.getByText(/已提交任务 \d+/).textContent();
  const id = /\d+/.exec(told ?? '')?.[0];
  await expect
    .poll(async () => {
      const jobs: { id: string; state: string }[] = await (
        await page.request.get('/api/jobs?jurisdiction=330784')
      ).json();
      return jobs.find((job) => job.id === id)?.state;
    })
    .toBe('done');
}

const outlineTag = async (page: Page) => {
  const { z, x, y } = tileAt(east, lat, 10);
  const answer = await page.request.get(`/api/tiles/outline/${z}/${x}/${y}?jurisdiction=330784`);
  expect(answer.status()).toBe(200);
  return answer.headers().etag;
};

test('renames the jurisdiction, and tells the second of two what the first did', async ({
  page,
  context,
}) => {
  await open(page);
  const second = await context.newPage();
  await open(second);
  const name = await page.getByLabel('名称').inputValue();
  await page.getByLabel('名称').fill('永康新城');
  await page.getByRole('button', { name: '保存设置' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('永康新城');

  await second.getByLabel('名称').fill('别的名称');
  await second.getByRole('button', { name: '保存设置' }).click();
  await expect(second.getByRole('alert').filter({ hasText: '已有人改动' })).toBeVisible();
  await expect(second.getByLabel('名称')).toHaveValue('别的名称');
  await second.getByRole('button', { name: '载入最新设置' }).click();
  await expect(second.getByLabel('名称')).toHaveValue('永康新城');
  await second.getByLabel('名称').fill(name);
  await second.getByRole('button', { name: '保存设置' }).click();
  await expect(second.getByText('已保存。')).toBeVisible();
});

test('opens the map to strangers only after a confirmation, and closes it again', async ({
  page,
  browser,
}) => {
  await open(page);
  await page.getByLabel('对公众开放', { exact: true }).check();
  await page.getByRole('button', { name: '保存设置' }).click();
  await expect(page.getByText('已保存。')).toBeHidden();
  await page.getByLabel(/确认对公众开放/).check();
  await page.getByRole('button', { name: '保存设置' }).click();
  await expect(page.getByText('现在已对公众开放。')).toBeVisible();

  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const theirs = await stranger.newPage();
  const map = `${new URL(process.env.E2E_URL ?? '').origin}/?jurisdiction=330784`;
  await theirs.goto(map);
  await expect(theirs).not.toHaveURL(/sign-in/);
  await expect(theirs.locator('canvas').first()).toBeVisible();

  await page.getByLabel('对公众开放', { exact: true }).uncheck();
  await page.getByRole('button', { name: '保存设置' }).click();
  await expect(page.getByText('现在已对公众开放。')).toBeHidden();
  // Another page: the first one leaves by itself as soon as one of its tiles is refused.
  const later = await stranger.newPage();
  await later.goto(map);
  await expect(later).toHaveURL(/sign-in/);
  await stranger.close();
});

test('draws a boundary, undoes it, uploads one of two parts, and goes back', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: '重新绘制' }).click();
  const box = await page.getByTestId('boundary-map').boundingBox();
  if (!box) throw new Error('no map');
  for (const [across, down] of [
    [0.3, 0.3],
    [0.7, 0.3],
    [0.7, 0.7],
    [0.3, 0.7],
    [0.3, 0.3],
  ] as const) {
    await page.mouse.move(box.x + box.width * across, box.y + box.height * down, { steps: 3 });
    await page.mouse.click(box.x + box.width * across, box.y + box.height * down);
  }
  await expect(page.getByText('图上的边界有改动')).toBeVisible();
  await page.getByRole('button', { name: '预览影响' }).click();
  await expect(page.getByRole('heading', { name: '保存后的变化' })).toBeVisible();
  await expect(page.getByRole('button', { name: '保存边界' })).toBeDisabled();
  if (process.env.SHOTS)
    await page.screenshot({
      path: `${process.env.SHOTS}/jurisdiction-preview.png`,
      fullPage: true,
    });
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByRole('heading', { name: '保存后的变化' })).toBeHidden();

  const before = await outlineTag(page);
  await upload(page, [[closed], [part]]);
  await save(page);
  expect(await outlineTag(page)).not.toBe(before);
  await page.reload();
  await expect(page.getByText('不能在图上编辑')).toBeVisible();
  await upload(page, [[closed]]);
  await save(page);
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
    await expect(page.locator('canvas')).toBeVisible();
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/jurisdiction-${locale}-${width}.png`,
          fullPage: true,
        });
    }
  });
