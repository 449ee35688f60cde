/** `npm run screenshots`: the pictures of the read me and of docs/, taken from the real app. */
import { spawnSync } from 'node:child_process';
import { ensureBuild } from './build.mjs';
import {
  bin,
  electronEnvironment,
  ensureElectron,
  ensurePackages,
  ensureSystemLibraries,
  main,
  openDisplay,
  root,
} from './setup.mjs';

await main(async () => {
  ensurePackages();
  const { folder } = await ensureElectron();
  ensureSystemLibraries(folder);
  ensureBuild();
  const display = await openDisplay('1920x1200');
  const env = electronEnvironment(folder, { ...display.env, WEIGHTROOM_SCREENSHOTS: '1' });
  const args = [
    bin('@playwright/test/cli.js'),
    'test',
    '-c',
    'e2e/playwright.config.ts',
    'screenshots.spec',
    '--reporter=line',
  ];
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  display.stop();
  return status ?? 1;
});
