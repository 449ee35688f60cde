/**
 * `npm run dist`: a runnable packaged app for this platform in release/, without network where Electron is already there.
 * `--release` makes the installers of electron-builder.yml as well and refuses an Electron that is not the official one.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuild } from './build.mjs';
import { bin, ensureElectron, ensurePackages, inRoot, main, run, say } from './setup.mjs';

/** Marks the fuses in Electron's binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wantedFuses = {
  runAsNode: '0',
  cookieEncryption: '1',
  nodeOptions: '0',
  nodeCliInspect: '0',
  asarIntegrity: '1',
  onlyLoadAppFromAsar: '1',
};

await main(async () => {
  ensurePackages();
  const { folder, isFallback } = await ensureElectron();
  const isRelease = process.argv.includes('--release');
  if (isRelease && isFallback) {
    throw new Error(
      "A release is only built with Electron's official download, which could not be reached. Try again where it can.",
    );
  }
  ensureBuild();
  const platform = { linux: '--linux', darwin: '--mac', win32: '--win' }[process.platform];
  const args = [bin('electron-builder/cli.js'), platform, ...(isRelease ? [] : ['dir']), '--publish', 'never'];
  if (run(process.execPath, [...args, `-c.electronDist=${folder}`]) !== 0)
    throw new Error('electron-builder failed; see above.');
  const unpacked = inRoot(
    'release',
    readdirSync(inRoot('release')).find((name) => name.endsWith('unpacked') || name.startsWith('mac')) ?? '',
  );
  const mark = path.join(unpacked, 'resources/unofficial-runtime');
  if (isFallback && existsSync(path.dirname(mark)))
    writeFileSync(mark, 'Built with a stand-in for Electron: not for release.\n');
  else rmSync(mark, { force: true });
  if (process.platform === 'linux') checkFuses(path.join(unpacked, 'weightroom'));
  say(
    `The packaged app is in ${path.relative(inRoot(), unpacked)}/${isFallback ? ' (unofficial runtime: for trying out only)' : ''}.`,
  );
});

function checkFuses(binary) {
  const bytes = readFileSync(binary);
  const at = bytes.indexOf(SENTINEL);
  if (at < 0) throw new Error(`There are no fuses in ${binary}.`);
  const wire = bytes.toString(
    'latin1',
    at + SENTINEL.length + 2,
    at + SENTINEL.length + 2 + bytes[at + SENTINEL.length + 1],
  );
  Object.entries(wantedFuses).forEach(([name, wanted], i) => {
    if (wire[i] !== wanted) throw new Error(`The fuse ${name} is ${wire[i]}, not ${wanted}.`);
  });
  say(`Fuses as wanted: ${Object.keys(wantedFuses).join(', ')}.`);
}
