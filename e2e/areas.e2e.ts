import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test.describe('rankings of areas', () => {
  test('rank towns in the cells’ place, with figures that add up, and join list and map', async ({
    workspace,
    page,
  }) => {
    await workspace.open('/?month=2020-04');
    const tile = page.waitForResponse((response) => response.url().includes('/api/tiles/areas/'));
    const read = page.waitForResponse((response) => response.url().includes('/api/areas?'));
    await page.getByRole('radio', { name: '镇街' }).check({ force: true });
    const list = await (await read).json();
    expect((await tile).status()).toBe(200);
    const rows = page.getByTestId('areas').locator('li');
    await expect(rows).toHaveCount(15);
    expect(workspace.parameter('unit')).toBe('town');
    const counts = list.areas.map(({ count }: { count: number }) => count);
    expect(counts).toEqual(counts.toSorted((a: number, b: number) => b - a));
    await expect(page.getByRole('complementary')).toContainText('未做回测');

    await workspace.settled();
    const before = await workspace.picture();
    await rows.nth(2).hover();
    await expect.poll(async () => (await workspace.map.screenshot()).equals(before)).toBe(false);
    await rows.nth(2).click();
    await expect.poll(() => workspace.parameter('area')).toBe(list.areas[2].id);
    await page.reload();
    await expect(rows.nth(2).getByRole('button')).toHaveAttribute('aria-current', 'true');
  });

  test('say which villages have no outline, and follow kind, harm and town', async ({
    workspace,
    page,
  }) => {
    await workspace.open('/?month=2020-04');
    await page.goto('/?month=2020-04&unit=village&towns=330784108&harm=true&group=theft');
    await expect(page.getByTestId('areas').locator('li').first()).toContainText('危害');
    await expect(page.getByTestId('areas').locator('li').first()).toContainText('古山镇');
    await expect(page.getByRole('complementary')).toContainText('没有边界');
    await page.getByRole('radio', { name: '格', exact: true }).check({ force: true });
    await expect(workspace.rows.first()).toContainText('危害');
  });

  for (const [locale, theme] of [
    ['zh-CN', 'night'],
    ['en', 'day'],
  ] as const)
    test(`have no barrier that axe can find, and fit a phone, in ${locale} by ${theme}`, async ({
      page,
      baseURL,
    }) => {
      await page.context().addCookies([
        { name: 'locale', value: locale, url: baseURL ?? '' },
        { name: 'theme', value: theme, url: baseURL ?? '' },
      ]);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto('/?month=2020-04&unit=grid');
      await expect(page.getByTestId('areas').locator('li').first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });
});
