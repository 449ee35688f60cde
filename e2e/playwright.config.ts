import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../test-results',
  // The pictures are taken when asked for, by `npm run screenshots`.
  testIgnore: process.env['WEIGHTROOM_SCREENSHOTS'] === '1' ? [] : ['**/*screenshots.spec.ts'],
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 8_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
});
