/**
 * `npm test`: format, lint, types, boundaries, unit tests, then the app itself in real Electron. Everything runs even when
 * something fails; the last line counts it all. `--no-e2e` leaves Electron out, `--only-e2e` leaves the rest out;
 * what else is given chooses end-to-end tests, as Playwright takes it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuild } from './build.mjs';
import {
  bin,
  electronEnvironment,
  electronIn,
  ensureElectron,
  ensurePackages,
  ensureSystemLibraries,
  inRoot,
  main,
  openDisplay,
  root,
  say,
} from './setup.mjs';

const wantsChecks = !process.argv.includes('--only-e2e');
const wantsE2e = !process.argv.includes('--no-e2e');
const passedOn = process.argv.slice(2).filter((arg) => !['--only-e2e', '--no-e2e'].includes(arg));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Two at a time, the longest first. */
const checks = [
  ['lint', 'eslint/bin/eslint.js', ['--max-warnings', '0', '.']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ['types: core without any platform', 'typescript/bin/tsc', ['-p', 'core/tsconfig.json']],
  ['types: core tests', 'typescript/bin/tsc', ['-p', 'core/tsconfig.test.json']],
  ['types: electron', 'typescript/bin/tsc', ['-p', 'electron/tsconfig.json']],
  ['types: preload', 'typescript/bin/tsc', ['-p', 'electron/preload/tsconfig.json']],
  ['types: e2e', 'typescript/bin/tsc', ['-p', 'e2e/tsconfig.json']],
  [
    'types: page',
    'svelte-check/bin/svelte-check',
    ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  [
    'boundaries',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['--config', '.dependency-cruiser.cjs', 'core', 'electron', 'renderer', 'e2e'],
  ],
];

await main(async () => {
  ensurePackages();
  if (wantsChecks) {
    const waiting = [...checks];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await check(...next);
    };
    await Promise.all([lane(), lane()]);
    unitTests();
  }
  if (wantsE2e) await endToEnd();
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed > 0 ? 1 : 0;
});

async function check(name, script, args) {
  const started = Date.now();
  const child = spawn(process.execPath, [bin(script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  count(status === 0 ? { passed: 1 } : { failed: 1 });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
}

function unitTests() {
  const report = inRoot('test-results/unit.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  rmSync(report, { force: true });
  countUnitTests(runTests('vitest/vitest.mjs', args, process.env), report, 'unit tests');
}

/** The kernels that users run have fused multiply-add, which the Node of the unit tests may lack: their tests again in Electron's. */
function kernelTests(folder) {
  const report = inRoot('test-results/kernels.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // What a step may take in memory is the same there; how much an engine boxes is measured on one.
  const args = ['run', 'electron/threads', '--exclude', 'electron/threads/step-memory.test.ts', ...reporters];
  rmSync(report, { force: true });
  const status = runTests('vitest/vitest.mjs', args, { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, electronIn(folder));
  countUnitTests(status, report, "tests of the kernels in Electron's Node");
}

function countUnitTests(status, report, what) {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = readReport(report, what);
  // A file that cannot even be loaded has no tests to count, but has failed.
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = numFailedTests + broken;
  count({ passed: numPassedTests, failed: status !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests });
}

async function endToEnd() {
  const { folder } = await ensureElectron();
  ensureSystemLibraries(folder);
  ensureBuild();
  say(`Testing in Electron ${versionOf(folder)}.`);
  if (passedOn.length === 0) {
    kernelTests(folder);
    parity(folder);
  }
  const display = await openDisplay();
  const report = inRoot('test-results-e2e.json');
  rmSync(report, { force: true });
  const env = electronEnvironment(folder, { ...display.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  const args = ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json', ...passedOn];
  const status = runTests('@playwright/test/cli.js', args, env);
  display.stop();
  const { stats, errors } = readReport(report, 'end-to-end tests');
  rmSync(report, { force: true });
  const failed = stats.unexpected + stats.flaky + errors.length;
  count({ passed: stats.expected, failed: status !== 0 && failed === 0 ? 1 : failed, skipped: stats.skipped });
}

/** Golden values of PyTorch on every set of kernels, threads among them, which only Electron's Node has. */
function parity(folder) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(electronIn(folder), [inRoot('out/electron/parity.js')], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  count(status === 0 ? { passed: 1 } : { failed: 1 });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const summary = stdout.trim().split('\n').at(-1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} parity with PyTorch: ${summary} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
}

function versionOf(folder) {
  const { stdout } = spawnSync(electronIn(folder), ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  return stdout?.trim() || 'of unknown version';
}

function runTests(script, args, env, node = process.execPath) {
  return spawnSync(node, [bin(script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  }).status;
}

function readReport(file, what) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The ${what} left no report (${path.basename(file)}).`, { cause: error });
  }
}

function count({ passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
