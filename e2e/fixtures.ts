import { type APIRequestContext, test as base, expect } from '@playwright/test';
import { MapPage } from './map-page';
import { type Person, signIn } from './people';

export { expect };

type Session = Awaited<ReturnType<APIRequestContext['storageState']>>;
type Fixtures = { troubles: string[]; workspace: MapPage };
type WorkerFixtures = { who: Person | { demo: string } | null; session: Session };

/**
 * Playwright's test, on the served demo city, signed in once for a worker's tests. Whatever the page complains of fails
 * the test: errors nobody caught,
 * errors on its console, and what its Content-Security-Policy kept out.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  /** As whom the tests of a file are signed in; null: nobody. */
  who: [{ demo: 'demo-commander' }, { option: true, scope: 'worker' }],
  session: [
    async ({ playwright, who }, use) => {
      const request = await playwright.request.newContext();
      if (who) await signIn(request, new URL(process.env.E2E_URL ?? '').origin, who);
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  storageState: ({ session }, use) => use(session),
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
