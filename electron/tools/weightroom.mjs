/**
 * `npm run -s weightroom -- ...`: the command line, built when needed; standard output is the program's alone. It runs in
 * Electron's own Node where Electron is installed, whose WebAssembly computes as the app does; else in the person's Node, which
 * may know no fused multiply-add and then gives float32 runs other last digits. The summary names what computed.
 */
import { spawn } from 'node:child_process';
import { ensureBuild } from './build.mjs';
import { electronIn, ensurePackages, inRoot, installedElectron, main } from './setup.mjs';

await main(async () => {
  ensurePackages();
  ensureBuild();
  const electron = installedElectron();
  const program = electron === null ? process.execPath : electronIn(electron);
  const running = spawn(program, [inRoot('out/electron/cli.js'), ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  // The program saves before it ends. A terminal sends Ctrl+C to it too; a signal to this process alone is handed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => running.kill('SIGTERM'));
  return await new Promise((resolve) => running.on('close', (status) => resolve(status ?? 1)));
});
