/** `npm run -s weightroom -- ...`: the command line, built when needed; standard output is the program's alone. */
import { spawnSync } from 'node:child_process';
import { ensureBuild } from './build.mjs';
import { ensurePackages, inRoot, main } from './setup.mjs';

await main(() => {
  ensurePackages();
  ensureBuild();
  const { status } = spawnSync(process.execPath, [inRoot('out/electron/cli.js'), ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
  return status ?? 1;
});
