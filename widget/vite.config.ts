// The two pages: the demo page (/) and the agent's console (/console). The bubble has its own file: vite.bubble.config.ts.
import { defineConfig } from 'vitest/config';

const server = process.env.VUORO_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: 'src',
  base: '/',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing may be inline: the pages run under `script-src 'self'` and `style-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['src/index.html', 'src/console/index.html'],
      // Lit's licence wants its notice kept.
      output: { comments: { legal: true } },
    },
  },
  server: {
    proxy: { '/ws': { target: server, ws: true }, '/api': server, '/health': server, '/vuoro.js': server },
  },
  test: {
    root: '.',
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});
