// Collects the licences of the packages that a build took in. They want their notice kept; it need not be in every
// visitor's download.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

export function licences(): Plugin {
  return {
    name: 'vuoro-licences',
    apply: 'build',
    generateBundle() {
      const folders = new Map<string, string>();
      for (const id of this.getModuleIds()) {
        const [, folder, name] = PACKAGE.exec(id) ?? [];
        if (folder !== undefined && name !== undefined) folders.set(name, folder);
      }
      const notices = [...folders].sort().map(([name, folder]) => `${name}\n\n${licenceOf(name, folder)}`);
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: notices.join('\n\n---\n\n') });
    },
  };
}

function licenceOf(name: string, folder: string): string {
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} comes without a licence text`);
  return readFileSync(join(folder, file), 'utf8').trim();
}
