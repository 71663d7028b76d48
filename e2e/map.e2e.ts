import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import { YONGKANG } from './lattice';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test.describe('the map of the demo city', () => {
  test('opens with the ranked list, the map and the word that its data is synthetic', async ({
    workspace,
    page,
  }) => {
    await workspace.open();
    await expect(page.getByTestId('demo-banner')).toHaveText('演示数据');
    expect(await workspace.rows.count()).toBeGreaterThanOrEqual(10);
    await expect(workspace.rows.first().getByRole('button')).toContainText('1');
    await expect(page.getByRole('navigation')).toBeVisible();
  });

  test('draws a hotspot differently while its row is pointed at', async ({ workspace }) => {
    await workspace.open();
    const row = workspace.rows.first();
    await row.click();
    await expect(workspace.details).toBeVisible();
    await workspace.page.keyboard.press('Escape');
    const before = await workspace.picture();
    await workspace.rows.nth(1).hover();
    await expect.poll(async () => (await workspace.map.screenshot()).equals(before)).toBe(false);
  });

  test('marks the row of the hotspot under the pointer', async ({ workspace }) => {
    await workspace.open();
    await workspace.pointAtBestCell('/?', YONGKANG);
    await expect(workspace.rows.first()).toHaveAttribute('data-hovered', 'true');
  });

  test('changes list and address with the month, by button and by key', async ({
    workspace,
    page,
  }) => {
    await workspace.open();
    const shown = await workspace.month.textContent();
    await page.getByRole('button', { name: '上一月' }).click();
    await expect(workspace.month).not.toHaveText(shown ?? '');
    await expect.poll(() => workspace.parameter('month')).toMatch(/^\d{4}-\d{2}$/);
    const previous = workspace.parameter('month');
    await page.locator('body').press('ArrowLeft');
    await expect.poll(() => workspace.parameter('month')).not.toBe(previous);
    await page.goBack();
    await expect.poll(() => workspace.parameter('month')).toBe(previous);
  });

  test('switches layers, and keeps them in the address', async ({ workspace, page }) => {
    await workspace.open();
    await page.getByRole('button', { name: '图层', exact: true }).click();
    const hazards = page.getByRole('checkbox', { name: /隐患点/ });
    const wasOn = await hazards.isChecked();
    const tile = page.waitForResponse((response) => response.url().includes('/api/tiles/'));
    await hazards.setChecked(!wasOn);
    if (!wasOn) await tile;
    await expect.poll(() => workspace.parameter('layers')).not.toBeNull();
    expect((workspace.parameter('layers') ?? '').includes('hazards')).toBe(!wasOn);
    await page.reload();
    await page.getByRole('button', { name: '图层', exact: true }).click();
    await expect(hazards).toBeChecked({ checked: !wasOn });
  });

  test('speaks English when asked to, and remembers it', async ({ workspace, page }) => {
    await workspace.open();
    await page.getByRole('button', { name: '切换语言' }).click();
    await expect(page.getByTestId('demo-banner')).toHaveText('Demo data');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Change language' })).toBeVisible();
  });

  test('turns from night to day, and remembers it', async ({ workspace, page }) => {
    await workspace.open();
    const html = page.locator('html');
    await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await page.getByRole('button', { name: '切换为日间' }).click();
    await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light');
    await page.reload();
    await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light');
  });

  test('keeps the list to the chosen town', async ({ workspace, page }) => {
    await workspace.open();
    const before = await workspace.rows.first().getAttribute('data-cell');
    const towns = page.getByRole('group', { name: '镇街' });
    await towns.getByRole('button', { name: '全部镇街' }).click();
    const items = page.getByRole('menuitemcheckbox');
    await items.last().click();
    await expect.poll(() => workspace.parameter('towns')).not.toBeNull();
    await page.keyboard.press('Escape');
    await expect(page.getByText(/按镇街筛选/).first()).toBeVisible();
    await towns.getByRole('button', { name: '全市' }).click();
    await expect(workspace.rows.first()).toHaveAttribute('data-cell', before ?? '');
  });

  test('opens the evidence for a hotspot, and a link opens the same', async ({
    workspace,
    page,
  }) => {
    await workspace.open();
    const cell = await workspace.rows.nth(2).getAttribute('data-cell');
    await workspace.rows.nth(2).getByRole('button').click();
    await expect(workspace.details).toContainText('第 3 名');
    await expect(workspace.details.getByRole('img').first()).toBeVisible();
    await expect.poll(() => workspace.parameter('cell')).toBe(cell);
    await workspace.settled();
    const link = page.url();
    const name = await workspace.details.getByRole('heading', { level: 3 }).textContent();

    await page.goto('about:blank');
    await page.goto(link);
    await expect(workspace.details.getByRole('heading', { level: 3 })).toHaveText(name ?? '');
    await page.getByRole('link', { name: '返回列表' }).click();
    await expect(workspace.rows.first()).toBeVisible();
    await expect.poll(() => workspace.parameter('cell')).toBeNull();
  });

  test('leads back to the list before the page listens', async ({ workspace, page }) => {
    await workspace.open();
    await workspace.rows.first().getByRole('button').click();
    await expect.poll(() => workspace.parameter('cell')).not.toBeNull();
    await page.route(/\/_next\/static\/.*\.js/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: '' }),
    );
    await page.reload();
    await page.getByRole('link', { name: '返回列表' }).click();
    await expect(workspace.rows.first()).toBeVisible();
    expect(workspace.parameter('cell')).toBeNull();
  });

  test('gives the evidence of a hotspot: months, hours, cells around, without a barrier', async ({
    workspace,
    page,
  }) => {
    await workspace.open();
    // What comes later must not take away what is there: not even for a moment.
    await page.evaluate((waiting) => {
      const isWaiting = ({ addedNodes }: MutationRecord) =>
        [...addedNodes].some((node) => node.textContent?.includes(waiting));
      const look = (records: MutationRecord[]) => {
        if (records.some(isWaiting)) document.body.setAttribute('data-gone', 'true');
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    }, '地图加载中');
    await workspace.rows.first().click();
    const { details } = workspace;
    await expect(details.getByTestId('hours').locator('td')).toHaveCount(168);
    await expect(details.getByTestId('months')).toContainText('95% 区间');
    await expect(
      details.getByTestId('score-parts').or(details.getByTestId('trend')).first(),
    ).toBeVisible();
    const neighbours = details.getByTestId('neighbours').locator('tbody tr');
    expect(await neighbours.count()).toBeGreaterThanOrEqual(3);
    await expect(page.locator('body')).not.toHaveAttribute('data-gone');
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  test('shows what speaks for the order of the list, and cells from below it', async ({
    workspace,
    page,
  }) => {
    await workspace.open();
    const evidence = page.getByTestId('evidence');
    await expect(evidence).toContainText('24 个月回测');
    await evidence.locator('summary').click();
    await expect(evidence.getByRole('row')).toHaveCount(12);
    await expect(evidence.locator('[data-chosen="true"]')).toHaveCount(1);
    await expect(page.getByTestId('exploration').locator('li')).toHaveCount(3);

    await page.getByRole('button', { name: /^排序方法/ }).click();
    await page.getByRole('menuitemradio', { name: '核密度' }).click();
    await expect.poll(() => workspace.parameter('ranker')).toBe('kde');
    await expect(evidence).toHaveCount(0);
  });

  test('counts what patrols found only when asked to, and says what that does', async ({
    workspace,
    page,
  }) => {
    await workspace.open('/?ranker=count_12m');
    const first = workspace.rows.first();
    const before = await first.textContent();
    await page.getByRole('checkbox', { name: '计入巡防、部门发现的' }).check();
    await expect(page.getByText('排名会自我强化')).toBeVisible();
    await expect.poll(() => workspace.parameter('found')).toBe('true');
    await expect(first).not.toHaveText(before ?? '');
  });
});
