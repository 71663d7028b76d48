import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';
import { TileServer } from './tile-server';

/** The one host that the throwaway demo's server lets tiles come from; a server that runs already has none. */
const ORIGIN = process.env.E2E_TILES ?? '';
const ADDRESS = '/admin/basemap?jurisdiction=330784';
const MAP = '/?jurisdiction=330784';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const COLOUR = [200, 60, 40] as const;
const APPROVAL = 'GS(2024)0650号';

test.use({ who: PEOPLE.admin });
// One jurisdiction is changed by all of them.
test.describe.configure({ mode: 'serial' });
test.skip(
  ORIGIN === '',
  'the server of E2E_URL was started without a host of tiles for these tests',
);

const tiles = new TileServer(ORIGIN || 'http://127.0.0.1:9', COLOUR);
test.beforeAll(() => tiles.start());
test.afterAll(async ({ playwright, session }) => {
  await tiles.stop();
  // For the files after this one, wherever a test here has failed; nothing tells the version but a page.
  const request = await playwright.request.newContext({ storageState: session });
  const { origin } = new URL(process.env.E2E_URL ?? '');
  const data = { jurisdiction: '330784', approvalNumber: null, raster: null };
  for (const version of Array(9).keys())
    await request.put(`${origin}/api/admin/basemap`, {
      data: { ...data, version },
      headers: { origin },
    });
  await request.dispose();
});
test.beforeEach(() => {
  tiles.status = 200;
});
/** The browser reports refused requests and those without an answer on its console. */
const forgive = (troubles: string[], words: RegExp) => {
  const kept = troubles.filter((text) => !words.test(text));
  troubles.splice(0, troubles.length, ...kept);
};

const save = async (page: Page) => {
  await page.getByRole('button', { name: '保存底图' }).click();
  await expect(page.getByText('已保存。')).toBeVisible();
};
/** How far red is above blue where the tiles show: by night they are nearly grey, over a ground that is far bluer. */
const HUE = { day: 12, night: 0 } as const;
/** The share of a picture's points that are of the tiles' hue. */
const shareOfTiles = (page: Page, picture: Buffer, light: 'day' | 'night') =>
  page.evaluate(
    async ({ encoded, above }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${encoded}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data = new Uint8ClampedArray() } =
        context?.getImageData(0, 0, image.width, image.height) ?? {};
      let red = 0;
      for (let at = 0; at < data.length; at += 4)
        if ((data[at] ?? 0) - (data[at + 2] ?? 0) > above) red += 1;
      return red / (data.length / 4);
    },
    { encoded: picture.toString('base64'), above: HUE[light] },
  );
const theme = (page: Page, value: 'day' | 'night') =>
  page
    .context()
    .addCookies([{ name: 'theme', value, url: new URL(process.env.E2E_URL ?? '').origin }]);
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/basemap-${name}.png`, fullPage: true });
};

test('says which addresses may not be, shows the tiles before they are saved, and saves them', async ({
  page,
}) => {
  await page.goto(ADDRESS);
  await expect(page.getByText('从未更改')).toBeVisible();
  await page.getByRole('radio', { name: /栅格瓦片/ }).check();
  await page.getByLabel(/来源说明/).fill('测试瓦片');
  const address = page.getByLabel(/瓦片地址/);
  for (const [wrong, words] of [
    ['https://other.example.cn/{z}/{x}/{y}', '不在部署者允许之列'],
    [`${ORIGIN}/{z}/{x}`, '须在主机名之后含'],
    [`${ORIGIN.replace('://', '://me:secret@')}/{z}/{x}/{y}`, '不能有用户名和密码'],
  ] as const) {
    await address.fill(wrong);
    await page.getByRole('button', { name: '保存底图' }).click();
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
  }
  await address.fill(`${ORIGIN}/{z}/{x}/{y}.png?tk=key`);
  expect(tiles.asked).toEqual([]);
  await page.getByRole('button', { name: '预览', exact: true }).click();
  await expect.poll(() => tiles.asked.length).toBeGreaterThan(0);
  expect(tiles.asked[0]).toMatch(/^\/\d+\/\d+\/\d+\.png\?tk=key$/);
  await page.getByRole('button', { name: '白天' }).click();
  await expect
    .poll(async () =>
      shareOfTiles(page, await page.getByTestId('basemap-preview').screenshot(), 'day'),
    )
    .toBeGreaterThan(0.5);
  await page.getByLabel(/夜间不透明度/).fill('60');
  await page.getByLabel(/审图号/).fill(APPROVAL);
  await save(page);
  await expect(page.getByText('最近一次更改')).toBeVisible();
  await expect(page.getByText('已保存。')).toBeVisible();
  await shot(page, 'page');
});

for (const light of ['day', 'night'] as const)
  test(`draws the tiles under the map by ${light}, with their number`, async ({
    page,
    workspace,
  }) => {
    await theme(page, light);
    await workspace.open(MAP);
    await expect(page.getByTestId('credit')).toHaveText(`测试瓦片审图号：${APPROVAL}`);
    expect(await shareOfTiles(page, await workspace.picture(), light)).toBeGreaterThan(0.2);
    await shot(page, `map-${light}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByTestId('credit')).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await shot(page, `map-${light}-390`);
  });

test('lets no other host be asked', async ({ page, troubles }) => {
  await page.goto(MAP);
  const refused = await page.evaluate(async () => {
    const told = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        resolve(`${effectiveDirective} ${blockedURI}`),
      ),
    );
    await fetch('https://other.example.cn/1/2/3.png').catch(() => undefined);
    return told;
  });
  expect(refused).toBe('connect-src https://other.example.cn/1/2/3.png');
  const image = await page.evaluate(async (origin) => {
    const told = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) =>
        resolve(event.effectiveDirective),
      ),
    );
    new Image().src = `${origin}/1/2/3.png`;
    return told;
  }, ORIGIN);
  expect(image).toBe('img-src');
  forgive(troubles, /other\.example\.cn|img-src|Content Security Policy/);
});

test('says that the host refuses, draws its own ground, and asks again when told to', async ({
  page,
  workspace,
  troubles,
}) => {
  tiles.status = 403;
  await theme(page, 'night');
  await workspace.open(MAP);
  const notice = page.getByRole('alert').filter({ hasText: '拒绝了请求（403）' });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText('告知本辖区的系统管理员');
  await expect(page.getByTestId('credit')).toHaveText(`审图号：${APPROVAL}`);
  expect(await shareOfTiles(page, await workspace.picture(), 'night')).toBeLessThan(0.2);
  await shot(page, 'refused');
  tiles.status = 200;
  await notice.getByRole('button', { name: '重试' }).click();
  await expect(page.getByTestId('credit')).toContainText('测试瓦片');
  await expect(notice).toHaveCount(0);
  forgive(troubles, /status of 403|AJAXError: .*[(]403[)]/);
});

test('says that the host is down, once, and the map stays usable', async ({
  page,
  workspace,
  troubles,
}) => {
  await tiles.stop();
  const roads = page.waitForResponse((answer) => answer.url().includes('/api/tiles/roads/'));
  await workspace.open(MAP);
  const notice = page.getByRole('alert').filter({ hasText: '没有应答' });
  await expect(notice).toHaveCount(1);
  await roads;
  await notice.getByRole('button', { name: '知道了' }).click();
  await expect(notice).toHaveCount(0);
  await page.getByRole('button', { name: '放大' }).click();
  await workspace.settled();
  await expect(notice).toHaveCount(0);
  await tiles.start();
  // MapLibre writes the failures on the console that come once their source is out of the style.
  forgive(troubles, /ERR_CONNECTION_REFUSED|AJAXError: Failed to fetch/);
});

for (const [locale, light] of [
  ['zh-CN', 'night'],
  ['en', 'day'],
] as const)
  test(`has no barrier that axe can find, and fits a phone, in ${locale} by ${light}`, async ({
    page,
    context,
  }) => {
    const url = new URL(process.env.E2E_URL ?? '').origin;
    await context.addCookies([{ name: 'locale', value: locale, url }]);
    await theme(page, light);
    await page.goto(ADDRESS);
    await expect(page.locator('canvas')).toBeVisible();
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      await shot(page, `${locale}-${width}`);
    }
  });

test('tells the second of two what the first did, and goes back to the built-in ground', async ({
  page,
  context,
  workspace,
}) => {
  await page.goto(ADDRESS);
  const second = await context.newPage();
  await second.goto(ADDRESS);
  await second.getByLabel(/来源说明/).fill('别的说明');
  await page.getByRole('radio', { name: /内置底图/ }).check();
  await save(page);
  await second.getByRole('button', { name: '保存底图' }).click();
  await expect(second.getByRole('alert').filter({ hasText: '已有人更改了底图' })).toBeVisible();
  await expect(second.getByLabel(/来源说明/)).toHaveValue('别的说明');
  await second.getByRole('button', { name: '载入最新设置' }).click();
  await expect(second.getByRole('radio', { name: /内置底图/ })).toBeChecked();
  await second.getByLabel(/审图号/).fill('');
  await save(second);
  const asked = tiles.asked.length;
  await workspace.open(MAP);
  await expect(page.getByTestId('credit')).toHaveCount(0);
  expect(tiles.asked).toHaveLength(asked);
});
