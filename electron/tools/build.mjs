/** Builds page and processes into out/, when anything they are made of is newer. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { copyKernels } from './kernels.mjs';
import { newest } from './newest.mjs';
import { bin, ensurePackages, inRoot, main, run, say } from './setup.mjs';

const sources = ['core', 'electron', 'renderer', 'assets', 'package.json', 'package-lock.json'];
const mark = inRoot('out/.built');

export function ensureBuild() {
  const built = existsSync(mark) ? statSync(mark).mtimeMs : 0;
  if (sources.every((source) => newest(inRoot(source)) <= built)) return;
  say('Building ...');
  const started = Date.now();
  const quiet = { stdio: ['ignore', 2, 2] };
  const builds = [
    ['-c', 'renderer/vite.config.ts'],
    ['-c', 'electron/vite.config.ts'],
    ['-c', 'electron/vite.config.ts', '--mode', 'preload'],
  ];
  for (const args of builds) {
    const status = run(process.execPath, [bin('vite/bin/vite.js'), 'build', ...args], quiet);
    if (status !== 0) throw new Error('The build failed; see above.');
  }
  copyKernels(inRoot('out/electron'));
  writeFileSync(mark, '');
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

if (import.meta.filename === process.argv[1]) {
  await main(() => {
    ensurePackages();
    ensureBuild();
  });
}
