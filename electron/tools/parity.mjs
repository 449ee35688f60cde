/** `npm run parity -- [folder]`: parity with PyTorch on every set of kernels, in Electron's own Node. */
import { spawnSync } from 'node:child_process';
import { ensureBuild } from './build.mjs';
import { electronIn, ensureElectron, ensurePackages, ensureSystemLibraries, inRoot, main } from './setup.mjs';

await main(async () => {
  ensurePackages();
  const { folder } = await ensureElectron();
  ensureSystemLibraries(folder);
  ensureBuild();
  const { status } = spawnSync(electronIn(folder), [inRoot('out/electron/parity.js'), ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return status ?? 1;
});
