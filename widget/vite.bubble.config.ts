// The bubble: one self-contained classic script, dist/vuoro.js, that any page loads with <script async src=…>.
import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    outDir: 'dist',
    // The pages are there already.
    emptyOutDir: false,
    target: 'es2022',
    // Lit's licence wants its notice kept.
    rolldownOptions: { output: { comments: { legal: true } } },
    lib: {
      entry: 'src/bubble/main.ts',
      formats: ['iife'],
      name: 'VuoroBubble',
      fileName: () => 'vuoro.js',
    },
  },
});
