/** Builds page and processes into out/, when anything they are made of is newer. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bin, ensurePackages, inRoot, main, run, say } from './setup.mjs';

const sources = ['core', 'electron', 'renderer', 'assets', 'package.json', 'package-lock.json'];
const mark = inRoot('out/.built');

/** 65,536 pages are 4 GiB, all that 32 bits can address. */
const kernelOptions = [
  inRoot('core/engine/kernels/wasm/assembly/index.ts'),
  ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];
const kernelVariants = [
  ['relaxed', ['simd', 'threads', 'relaxed-simd']],
  ['simd', ['simd', 'threads']],
];

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
  buildKernels(inRoot('out/electron'));
  writeFileSync(mark, '');
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** Compiles the fast kernels into `folder`: once with fused multiply-add, once without for engines that lack it. */
export function buildKernels(folder) {
  for (const [name, features] of kernelVariants) {
    const args = [...kernelOptions, ...features.flatMap((feature) => ['--enable', feature])];
    const target = ['--outFile', path.join(folder, `kernels-${name}.wasm`)];
    const status = run(process.execPath, [bin('assemblyscript/bin/asc.js'), ...args, ...target], {
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) throw new Error('The kernels could not be compiled; see above.');
  }
}

function newest(place) {
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .reduce((latest, entry) => Math.max(latest, statSync(path.join(entry.parentPath, entry.name)).mtimeMs), 0);
}

if (import.meta.filename === process.argv[1]) {
  await main(() => {
    ensurePackages();
    ensureBuild();
  });
}
