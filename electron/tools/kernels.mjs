/**
 * Compiles the fast kernels from AssemblyScript into out/kernels/, when they are older than their source: once with fused
 * multiply-add, once without for engines that lack it.
 */
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { newest } from './newest.mjs';
import { bin, inRoot, run, say } from './setup.mjs';

const source = inRoot('core/engine/kernels/wasm/assembly');
const folder = inRoot('out/kernels');
const options = [
  path.join(source, 'index.ts'),
  ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  // 65,536 pages are 4 GiB, all that 32 bits can address.
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];
const variants = {
  'kernels-relaxed.wasm': ['simd', 'threads', 'relaxed-simd'],
  'kernels-simd.wasm': ['simd', 'threads'],
};

function ensureKernels() {
  const changed = newest(source);
  for (const [name, features] of Object.entries(variants)) {
    const target = path.join(folder, name);
    if (existsSync(target) && statSync(target).mtimeMs > changed) continue;
    say(`Compiling ${name} ...`);
    mkdirSync(folder, { recursive: true });
    const enabled = features.flatMap((feature) => ['--enable', feature]);
    const args = [bin('assemblyscript/bin/asc.js'), ...options, ...enabled, '--outFile', target];
    if (run(process.execPath, args, { stdio: ['ignore', 2, 2] }) !== 0) {
      throw new Error('The kernels could not be compiled; see above.');
    }
  }
}

/** The unit tests' set-up: the modules, and the threads' program, which they cannot run from its source. */
export default async function setUpTests() {
  ensureKernels();
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: inRoot('electron/threads/kernel-thread.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'kernel-thread.js' } },
    },
  });
}

/** Puts them beside the built programs. */
export function copyKernels(to) {
  ensureKernels();
  for (const name of Object.keys(variants)) copyFileSync(path.join(folder, name), path.join(to, name));
}
