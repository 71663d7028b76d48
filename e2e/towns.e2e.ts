import { expect, test } from './fixtures';

type List = { hotspotsInTowns: number; cells: { rank: number; townName: string }[] };

/** A town in the hills: none of its cells is among the first of the city. */
const REMOTE = { id: '330784107', name: '舟山镇' };
const CENTRAL = '330784001';

test('filters the whole ranking by town, and says how much of it the list shows', async ({
  workspace,
  page,
}) => {
  await workspace.open();
  const answer = page.waitForResponse((response) => response.url().includes(`towns=${REMOTE.id}`));
  await page.getByRole('button', { name: '全部镇街' }).click();
  await page.getByRole('menuitemcheckbox', { name: REMOTE.name }).click();
  const { cells, hotspotsInTowns } = (await (await answer).json()) as List;
  await page.keyboard.press('Escape');

  const ranks = cells.map(({ rank }) => rank);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  // The best 600 of the city were once all that was searched.
  expect(ranks.at(-1)).toBeGreaterThan(600);
  expect(new Set(cells.map(({ townName }) => townName))).toEqual(new Set([REMOTE.name]));

  await expect(workspace.rows).toHaveCount(cells.length);
  await expect(workspace.rows.last()).toContainText(String(ranks.at(-1)));
  const told =
    hotspotsInTowns > cells.length
      ? `前 ${cells.length} 格，共 ${hotspotsInTowns} 格`
      : `共 ${hotspotsInTowns} 格`;
  await expect(page.getByText(`按镇街筛选：${told}`)).toBeVisible();
});

test('says that a town in the link does not exist, and mends the link', async ({
  workspace,
  page,
}) => {
  await workspace.open('/?towns=nowhere');
  const notice = page.getByText('链接里的镇街 nowhere 不存在');
  await expect(notice).toBeVisible();
  await expect(workspace.rows.first().getByRole('button')).toContainText(/^1\D/);
  await page.getByRole('button', { name: '知道了' }).click();
  await expect(notice).toBeHidden();
  await expect.poll(() => workspace.parameter('towns')).toBeNull();
});

test('follows the towns of a link that do exist', async ({ workspace, page }) => {
  await workspace.open(`/?towns=${CENTRAL},nowhere`);
  await expect(page.getByText('链接里的镇街 nowhere 不存在')).toBeVisible();
  await expect(page.getByText(/按镇街筛选/)).toBeVisible();
  const chip = page.getByRole('group', { name: '镇街' }).getByRole('button', { name: '东城街道' });
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
});

test('the interface refuses a town that it does not know', async ({ page }) => {
  const answer = await page.request.get(
    '/api/hotspots?jurisdiction=330784&month=2020-06&towns=nowhere',
  );
  expect(answer.status()).toBe(400);
  expect(await answer.text()).toContain('no town');
});
