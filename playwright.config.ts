import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGS } from './e2e/chromium-args';
import { throwawayDemo } from './e2e/throwaway-demo';

const executablePath = process.env.CHROMIUM_PATH;
const webServer = await throwawayDemo();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  ...(webServer && { webServer }),
  // Maps are drawn in software: two at a time on two cores only make both late.
  workers: 1,
  forbidOnly: process.env.CI === 'true',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.E2E_URL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // A trace films every frame, and frames are drawn in software: `--trace on` where a cause is looked for.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) },
  },
  projects: [
    {
      name: 'chromium',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1366, height: 768 } },
    },
  ],
});
