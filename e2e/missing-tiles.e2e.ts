import { expect, test } from './fixtures';

const TILES = '**/api/tiles/**';

test.use({ who: { demo: 'demo-analyst' } });

/** The browser reports the refused requests of these tests on its console. */
test.afterEach(({ troubles }) => {
  const kept = troubles.filter((text) => !/status of (401|503)/.test(text));
  troubles.splice(0, troubles.length, ...kept);
});

test('says that part of the map is missing, and reads it again when asked', async ({
  page,
  workspace,
}) => {
  await page.route(TILES, (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto('/');
  await expect(workspace.rows.first()).toBeVisible();
  const missing = page.getByRole('alert').filter({ hasText: '部分地图内容没有读到' });
  await expect(missing).toBeVisible();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/missing-tiles.png` });
  await page.unroute(TILES);
  const tile = page.waitForResponse(
    (answer) => answer.url().includes('/api/tiles/') && answer.ok(),
  );
  await missing.getByRole('button', { name: '重试' }).click();
  await tile;
  await expect(missing).toHaveCount(0);
  await workspace.settled();
  await expect(missing).toHaveCount(0);
});

test('says nothing of tiles that are refused after somebody has signed out', async ({
  page,
  workspace,
}) => {
  // Held back until the session is over.
  const held: (() => Promise<void>)[] = [];
  await page.route(TILES, (route) => void held.push(() => route.continue()));
  await page.goto('/');
  await expect(workspace.rows.first()).toBeVisible();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await page.route('**/api/auth/sign-out', async (route) => {
    const answer = await route.fetch();
    const refused = page.waitForResponse((each) => each.status() === 401);
    await Promise.all(held.map((release) => release()));
    await refused;
    await route.fulfill({ response: answer });
  });
  await page.getByRole('button', { name: /^账号/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});
