import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test.describe('the layers of all cells', () => {
  for (const [layer, name, legend] of [
    ['density', '核密度面', '边缘未校正'],
    ['trends', '趋势类型', '持续'],
    ['clusters', '局部莫兰聚类', '校正后'],
    ['combined', '警情·事故·火险叠加', '两项以上同居前 5%'],
  ] as const)
    test(`draws ${layer} and says what its colours mean`, async ({ workspace, page }) => {
      await workspace.open('/?month=2020-04&layers=hotspots');
      const before = await workspace.picture();
      await page.getByRole('button', { name: '图层', exact: true }).click();
      const tile = page.waitForResponse((response) =>
        response.url().includes(`/api/tiles/${layer}/`),
      );
      await page.getByRole('checkbox', { name }).check();
      const answer = await tile;
      expect(answer.status()).toBe(200);
      expect((await answer.body()).length).toBeGreaterThan(0);
      await expect(page.getByRole('region', { name: '图层与图例' })).toContainText(legend);
      await page.getByRole('button', { name: '收起图层' }).click();
      await expect.poll(async () => (await workspace.map.screenshot()).equals(before)).toBe(false);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
});
