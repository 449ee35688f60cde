/**
 * `npm run bench`: Weightroom beside the libraries of the field (docs/benchmarks.md); `npm run bench -- window`: what the real
 * window costs. The libraries are packages of bench/ alone, and
 * run in Electron's own Node, so that every library written in JavaScript has the very engine that the app has.
 */
import { existsSync, statSync } from 'node:fs';
import { ensureBuild } from './build.mjs';
import {
  electronEnvironment,
  electronIn,
  ensureElectron,
  ensurePackages,
  ensureSystemLibraries,
  inRoot,
  main,
  npm,
  openDisplay,
  root,
  run,
  say,
} from './setup.mjs';

await main(async () => {
  ensurePackages();
  const { folder } = await ensureElectron();
  ensureSystemLibraries(folder);
  ensureBuild();
  const [kind, ...words] = process.argv.slice(2);
  if (kind === 'window' || kind === 'window-quality') return benchWindow(folder, kind, words);
  ensurePeers();
  const { buildContender } = await import('../../bench/build.mjs'); // it needs the packages
  await buildContender();
  const isQuality = kind === 'quality';
  const args = isQuality
    ? [inRoot('bench/quality.mjs'), ...words]
    : [inRoot('bench/run.mjs'), ...process.argv.slice(2)];
  return run(electronIn(folder), args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
});

/** The app itself, in its window; it needs none of the others. */
async function benchWindow(folder, kind, args) {
  const { buildCoreSide } = await import('../../bench/build.mjs');
  await buildCoreSide();
  const { measureWindow } = await import('../../bench/window/run.mjs');
  const { measureWindowQuality } = await import('../../bench/window/quality.mjs');
  const measure = kind === 'window' ? measureWindow : measureWindowQuality;
  const display = await openDisplay();
  try {
    return await measure({
      root,
      electron: electronIn(folder),
      env: electronEnvironment(folder, display.env),
      args,
    });
  } finally {
    display.stop();
  }
}

/** Installs the packages of the benchmark's own lock file, unless they are there; none of their scripts is run. */
function ensurePeers() {
  const mark = inRoot('bench/node_modules/.package-lock.json');
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(inRoot('bench/package-lock.json')).mtimeMs) return;
  say('Installing the libraries to compare with (npm ci, in bench/) ...');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm(args, { cwd: inRoot('bench'), stdio: ['ignore', 2, 2] }) !== 0) throw new Error('npm ci failed; see above.');
}
