// The pages: the demo shop (/), the agent's console (/console) and the chat for an iframe (/embed). The bubble, which
// other sites load, is built beside them by plugins/bubble.ts.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BROWSERS, bubble } from './plugins/bubble.ts';
import { licences } from './plugins/licences.ts';

const server = process.env.VUORO_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: 'src',
  base: '/',
  plugins: [bubble(resolve('src/bubble')), licences()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: BROWSERS,
    // Nothing may be inline: the pages run under `script-src 'self'` and `style-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['src/index.html', 'src/console/index.html', 'src/embed/index.html'],
      output: { comments: { legal: false } },
    },
  },
  server: {
    // The bubble comes built from the server: it is made of classic scripts.
    proxy: {
      '/ws': { target: server, ws: true },
      '/api': server,
      '/health': server,
      '/vuoro.js': server,
      '/assets': server,
    },
  },
  test: {
    root: '.',
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});
