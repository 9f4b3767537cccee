// What a visitor downloads, gzipped, as a table; fails above the limits. `npm run size [folder]` after a build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LOADER = 2_000;
const ALL = 30_000;

const dist = process.argv[2] ?? 'dist';
const files = readdirSync(join(dist, 'assets'));

/** Bytes over the wire of a script in assets/, found by the part of its name that is no hash. */
function sizeOf(name) {
  const found = files.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
  return gzipped(join('assets', found ?? `${name}-*.js is missing`));
}

function gzipped(file) {
  return gzipSync(readFileSync(join(dist, file))).length;
}

const loader = gzipped('vuoro.js');
const bubble = sizeOf('bubble');
const rows = ['en', 'fi', 'pl'].map((lang) => {
  const texts = sizeOf(lang);
  return { language: lang, loader, bubble, texts, all: loader + bubble + texts };
});
console.table(Object.fromEntries(rows.map(({ language, ...sizes }) => [language, sizes])));

const largest = Math.max(...rows.map((row) => row.all));
if (loader > LOADER || largest > ALL) {
  console.error(`Too big: the loader has ${loader} of ${LOADER} bytes, all together ${largest} of ${ALL}.`);
  process.exit(1);
}
