// Builds the bubble beside the pages: classic scripts, which a page of another site may run without CORS.
//
//   vuoro.js                   the loader, under a name that never changes
//   assets/bubble-<hash>.js    the bubble
//   assets/<lang>-<hash>.js    its texts; a visitor downloads one of them
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const LANGS = ['en', 'fi', 'pl'];
/** For older ones Vite replaces what they lack. */
export const BROWSERS = ['chrome111', 'edge111', 'firefox114', 'safari16.4'];

type Constants = Readonly<Record<string, unknown>>;

/** @param source the folder of the bubble's sources */
export function bubble(source: string): Plugin {
  let outDir = '';

  /** @returns the script's address, relative to vuoro.js */
  async function script(name: string, entry: string, global: string, constants: Constants = {}): Promise<string> {
    const result = await build({
      configFile: false,
      root: source,
      logLevel: 'warn',
      define: Object.fromEntries(Object.entries(constants).map(([key, value]) => [key, JSON.stringify(value)])),
      plugins: [tightTemplates()],
      build: {
        outDir,
        emptyOutDir: false,
        target: BROWSERS,
        modulePreload: false,
        rolldownOptions: {
          input: { [name]: entry },
          // A catalogue is all that it exports.
          preserveEntrySignatures: 'strict',
          output: {
            format: 'iife',
            name: global,
            extend: true,
            entryFileNames: constants.__BUBBLE__ === undefined ? 'assets/[name]-[hash].js' : '[name].js',
            comments: { legal: false },
          },
        },
      },
    });
    const [chunk] = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
    if (chunk === undefined) throw new Error(`${entry} came to nothing`);
    return chunk.fileName;
  }

  return {
    name: 'vuoro-bubble',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle(error) {
      if (error !== undefined) return;
      const texts: Record<string, string> = {};
      for (const lang of LANGS) texts[lang] = await script(lang, `${source}/locales/${lang}.ts`, 'Vuoro.texts');
      const main = await script('bubble', `${source}/main.ts`, 'VuoroBubble', { __TEXTS__: texts });
      await script('vuoro', `${source}/loader.ts`, 'VuoroLoader', { __TEXTS__: texts, __BUBBLE__: main });
    },
  };
}

/** Takes the indentation out of templates, where it means nothing: between tags, and before attributes. */
function tightTemplates(): Plugin {
  return {
    name: 'vuoro-tight-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || !/\b(html|svg)`/.test(code)) return null;
      const tight = code
        .replace(/>\s*\n\s+(?=<|\$\{)/g, '>')
        .replace(/\n\s+(?=[@.?]?[\w-]+=["$])/g, ' ')
        .replace(/\n\s+(?=\/?>)/g, '');
      return { code: tight, map: null };
    },
  };
}
