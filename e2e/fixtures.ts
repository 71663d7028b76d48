import { test as base, expect } from '@playwright/test';
import { MapPage } from './map-page';

export { expect };

type Fixtures = { troubles: string[]; workspace: MapPage };

/**
 * Playwright's test, on the served demo city. Whatever the page complains of fails the test: errors nobody caught,
 * errors on its console, and what its Content-Security-Policy kept out.
 */
export const test = base.extend<Fixtures>({
  troubles: [
    async ({ page }, use) => {
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(`page: ${error.stack ?? error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          // On the console, where the listener above hears it, wherever the page has gone meanwhile.
          console.error(`policy: ${event.effectiveDirective} kept out ${event.blockedURI}`);
        });
      });
      await use(troubles);
      expect(troubles).toEqual([]);
    },
    { auto: true },
  ],
  workspace: async ({ page }, use) => {
    await use(new MapPage(page));
  },
});
