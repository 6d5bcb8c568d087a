// Browser tests (npm run e2e) and pictures of the page (npm run shots). One file after the other:
// a browser that draws maps in software wants a machine to itself.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.SAMLOKA_JUNIT;

export default defineConfig(({ mode }) => ({
  cacheDir: fileURLToPath(new URL('../node_modules/.vite-e2e', import.meta.url)),
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: mode === 'shots' ? ['shots.ts'] : ['*.test.ts'],
    globalSetup: './setup.ts',
    fileParallelism: false,
    // A wait ends when what is waited for comes; these only bound a failure.
    testTimeout: mode === 'shots' ? 600_000 : 90_000,
    hookTimeout: 90_000,
    reporters: report ? ['default', ['junit', { outputFile: report }]] : ['default'],
  },
}));
