import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const [language, locale] of [
  ['Chinese', 'zh-CN'],
  ['English', 'en'],
] as const) {
  for (const theme of ['night', 'day'] as const) {
    test(`has no barrier that axe can find, in ${language} by ${theme}`, async ({
      workspace,
      page,
    }) => {
      await workspace.open();
      if (locale === 'en') await page.getByRole('button', { name: '切换语言' }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      if (theme === 'day')
        await page.getByRole('button', { name: /切换为日间|Switch to day/ }).click();
      await page.getByRole('button', { name: /^(图层|Layers)$/ }).click();
      await workspace.settled();
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    });
  }
}

test('is worked by keyboard: arrows move in the list, Enter opens, Escape goes back', async ({
  workspace,
  page,
}) => {
  await workspace.open();
  const buttons = workspace.rows.getByRole('button');
  await buttons.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(buttons.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(buttons.last()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(workspace.details).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(workspace.details).toBeHidden();
});

test('fits a phone: nothing wider than the screen, the list within reach', async ({
  workspace,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await workspace.open();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await workspace.rows.first().getByRole('button').click();
  await expect(workspace.details).toBeVisible();
});
