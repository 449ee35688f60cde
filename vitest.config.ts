import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte({ configFile: false })], // for the state of the page, whose runes are not TypeScript
  test: {
    globalSetup: 'electron/tools/kernels.mjs',
    include: ['core/**/*.test.ts', 'electron/**/*.test.ts', 'renderer/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: availableParallelism(), // one less by default, which on two processors is one
  },
});
