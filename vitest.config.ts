import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['core/**/*.test.ts', 'electron/**/*.test.ts', 'renderer/**/*.test.ts'], testTimeout: 30_000 },
});
