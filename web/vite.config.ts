import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The program that serves the page in development: `samloka serve` on its default address.
const server = process.env.SAMLOKA_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  // The basemap lies in ../geodata: the program's reports draw it too.
  server: { proxy: { '/api': server, '/tiles': server, '/pitch': server }, fs: { allow: ['..'] } },
  test: { include: ['src/**/*.test.ts'] },
  build: {
    target: 'es2022',
    // MapLibre alone is above Vite's default warning; it is loaded after the first paint.
    chunkSizeWarningLimit: 1200,
    // Source maps would treble the size of the Go program.
    sourcemap: false,
  },
});
