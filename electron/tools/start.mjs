/** `npm start`: all set-up, then the app; without a display, a picture of what it shows. */
import { spawn } from 'node:child_process';
import { ensureBuild } from './build.mjs';
import {
  electronEnvironment,
  electronIn,
  ensureElectron,
  ensurePackages,
  ensureSystemLibraries,
  inRoot,
  isRoot,
  main,
  openDisplay,
  root,
  say,
} from './setup.mjs';

await main(async () => {
  ensurePackages();
  const { folder } = await ensureElectron();
  ensureSystemLibraries(folder);
  ensureBuild();
  const display = await openDisplay('1280x800');
  const picture = inRoot('out/first-screen.png');
  const env = electronEnvironment(folder, {
    ...display.env,
    ...(display.isVirtual ? { WEIGHTROOM_PICTURE: picture } : {}),
  });
  if (display.isVirtual) say('There is no display here: using a virtual one, to take a picture of the first screen.');
  else say('Opening Weightroom. Close its window, or press Ctrl+C here, to end it.');
  const args = [
    // Chromium refuses to run sandboxed as root.
    ...(isRoot ? ['--no-sandbox'] : []),
    ...(display.isVirtual ? ['--disable-gpu'] : []),
    root,
    ...process.argv.slice(2),
  ];
  const status = await runToEnd(electronIn(folder), args, env, display.isVirtual);
  display.stop();
  if (status === 0 && display.isVirtual) console.log(`The first screen is in ${picture}`);
  return status;
});

function runToEnd(command, args, env, isQuiet) {
  return new Promise((resolve, reject) => {
    const app = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', isQuiet ? 'ignore' : 'inherit'] });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.kill(signal));
    app.on('error', reject);
    app.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
