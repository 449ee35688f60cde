/** Points 4 and 5: data in, training by phases, by steps and running; the window stays alive, NaN is explained, a crash survived. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, answerSaveDialog, expect, killTraining, root, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`);
const steps = async (page: Page): Promise<number> =>
  Number((await fact(page, 'step').textContent())!.replace(/\D/g, ''));

async function openExample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('one step is exactly one update, four phases are one step, and undo takes it back', async ({ page }) => {
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(fact(page, 'step')).toHaveText('1');
  for (const phase of ['Forward', 'Loss', 'Backward', 'Update']) {
    await page.getByRole('button', { name: phase, exact: true }).click();
  }
  await expect(fact(page, 'step')).toHaveText('2');
  await page.keyboard.press('Control+z');
  await expect(fact(page, 'step')).toHaveText('1');
  await page.keyboard.press('Control+z');
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('0.500');
});

test('running follows live without dropping a step or stalling the window, and pauses', async ({ page }) => {
  await openExample(page, 'XOR');
  await page.evaluate(() => {
    const found: number[] = [];
    Object.assign(window, { longTasks: found });
    new PerformanceObserver((list) => found.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    });
  });
  await page.keyboard.press('F5');
  await expect.poll(() => steps(page)).toBeGreaterThan(500);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('F5');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  const stood = await steps(page);
  await page.waitForTimeout(300);
  expect(await steps(page)).toBe(stood);
  await expect(fact(page, 'accuracy')).toHaveText(/100\.0/);
  const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  expect(
    longTasks.filter((ms) => ms > 200),
    'tasks that a person would notice',
  ).toEqual([]);
});

test('a schedule and float32 hold from the next step, and the panel says what computes', async ({ page }) => {
  await openExample(page, 'XOR');
  await page.getByText('Schedule, clipping, precision').click();
  await page.getByLabel('Schedule', { exact: true }).selectOption({ label: 'Linear' });
  await page.getByLabel('Clip norm').fill('1');
  await page.getByLabel('Clip norm').press('Enter');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(fact(page, 'step')).toHaveText('1');
  await expect(fact(page, 'kernels')).toHaveText('Computed by portable float64, many steps at once by generated code.');
  await page.getByLabel('Precision').selectOption({ label: 'float32: fast, all cores' });
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(fact(page, 'step')).toHaveText('2');
  await expect(fact(page, 'kernels')).toHaveText(/^Computed by WebAssembly SIMD float32 \(.*thread.*\)\.$/);
  await page.keyboard.press('F5');
  await expect.poll(() => steps(page)).toBeGreaterThan(50);
  await page.keyboard.press('F5');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Precision')).toHaveValue('auto');
});

test('reset goes back to the same start, a new seed to another, and both undo', async ({ page }) => {
  await openExample(page, 'XOR');
  await page.keyboard.press('F10');
  const seed = page.getByLabel('Seed', { exact: true });
  await expect(seed).toHaveValue('1');
  await page.getByRole('button', { name: 'Reset to the same seed' }).click();
  await expect(fact(page, 'step')).toHaveText('0');
  await page.getByRole('button', { name: /^New seed/ }).click();
  await expect(seed).not.toHaveValue('1');
  await page.keyboard.press('Control+z');
  await expect(seed).toHaveValue('1');
  await page.keyboard.press('Control+z');
  await expect(fact(page, 'step')).toHaveText('1');
});

test('a learning rate that is too large pauses with the reason and keeps finite parameters', async ({ page }) => {
  const rate = page.getByLabel('Learning rate');
  await rate.fill('1000');
  await rate.press('Enter');
  await page.keyboard.press('F5');
  await expect(
    page.getByText(
      /became .* at step \d+ \(learning rate 1000\)\. Training paused; the parameters of step \d+ are kept/,
    ),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await page.getByText('Parameters', { exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Parameters' })).not.toContainText(/NaN|∞/);
});

test('built-in data: penguins reach 97 % on held-out birds in the app', async ({ page }) => {
  await openExample(page, 'Palmer penguins');
  await expect(page.getByText('CC0 1.0', { exact: false })).toBeVisible();
  await page.keyboard.press('F5');
  await expect.poll(() => steps(page)).toBeGreaterThan(1000);
  await page.keyboard.press('F5');
  const accuracy = await fact(page, 'validation-accuracy').textContent();
  expect(Number.parseFloat(accuracy!)).toBeGreaterThanOrEqual(97);
});

test('a CSV file of one’s own: preview, correction, columns, training', async ({ app, page }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-csv-'));
  const file = path.join(folder, 'plants.csv');
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7};${i % 5};${(i % 7) * 2 - (i % 5)}`);
  writeFileSync(file, ['light;water;growth', ...rows, 'broken;row'].join('\n'));
  await answerOpenDialog(app, file);
  await page.getByRole('button', { name: 'CSV…' }).click();
  const sheet = page.getByRole('dialog', { name: /plants\.csv/ });
  await expect(sheet.getByText('60 rows, 3 columns')).toBeVisible();
  await expect(sheet.getByText('1 row rejected:')).toBeVisible();
  await expect(sheet.getByText('line 62 has 2 cells where the others have 3')).toBeVisible();
  await sheet.getByLabel('Delimiter').selectOption({ label: 'comma' });
  await expect(sheet.getByText(/1 columns/)).toBeVisible();
  await sheet.getByLabel('Delimiter').selectOption({ label: 'semicolon' });
  await sheet.getByLabel('Type of water').selectOption({ label: 'words' });
  await sheet.getByLabel('Type of water').selectOption({ label: 'numbers' });
  await sheet.getByLabel('Use of water').selectOption('input');
  await sheet.getByRole('button', { name: 'Use this data' }).click();
  await expect(page.getByText('48 to train on · 12 held out')).toBeVisible();
  await page.keyboard.press('F5');
  await expect.poll(() => steps(page)).toBeGreaterThan(300);
  await page.keyboard.press('F5');
  await expect(fact(page, 'loss')).toHaveText(/^0(\.0|$)|e−/);
});

test('kill -9 of the training process is noticed, explained, and training continues from there', async ({
  app,
  page,
}) => {
  await openExample(page, 'Two spirals');
  for (let i = 1; i <= 3; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  const loss = await fact(page, 'loss').textContent();
  await page.keyboard.press('Control+b');
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('4');
  // Its runs are copied while it stands still, and outlive the process.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3000)));
  await page.keyboard.press('F5');
  await expect.poll(() => steps(page)).toBeGreaterThan(200);
  await killTraining(app);
  await expect(
    page.getByText(
      /The training process ended unexpectedly .* Everything up to step [\d\s ]+, the last one shown, is kept\. Its runs are kept, as they were at step \d+\. It was started again and training continues/,
    ),
  ).toBeVisible();
  const atCrash = await steps(page);
  await expect.poll(() => steps(page)).toBeGreaterThan(atCrash + 50);
  await page.keyboard.press('F5');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  const runs = page.getByRole('list', { name: 'Runs' });
  // Training that had gone far beyond the copy goes on as a run of its own.
  await expect(runs.getByRole('listitem')).toHaveText(
    (await runs.getByRole('listitem').count()) === 2 ? ['run 1', 'run 2'] : ['run 1', 'run 2', 'run 3'],
  );
  await runs.getByRole('button', { name: 'run 1', exact: true }).click();
  await expect(fact(page, 'step')).toHaveText('3');
  await expect(fact(page, 'loss')).toHaveText(loss!);
});

test('app, command line and a repeat give the same SHA-256 of all parameters after exactly 500 steps, in float32 too', async ({
  app,
  page,
}) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-same-'));
  const program = path.join(root, 'electron/tools/weightroom.mjs');
  const cli = (...args: string[]): { step: number; sha256: string; kernels: string } =>
    JSON.parse(execFileSync('node', [program, 'train', ...args, '--json'], { encoding: 'utf8' })) as {
      step: number;
      sha256: string;
      kernels: string;
    };
  /** Single steps in the app, saved; no step is done by the command line, which only reads and hashes. */
  const inTheApp = async (name: string, count = 500): Promise<{ step: number; sha256: string }> => {
    for (let i = 0; i < count; i++) await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(count), { timeout: 30_000 });
    const project = path.join(folder, name);
    await answerSaveDialog(app, project);
    await page.keyboard.press('Control+Shift+s');
    await expect(page.getByText(`Saved as ${name}.`)).toBeVisible();
    return cli(project, '--steps', '0');
  };
  await openExample(page, 'XOR');
  const first = await inTheApp('first.weightroom');
  await page.getByRole('button', { name: 'Reset to the same seed' }).click();
  await expect(fact(page, 'step')).toHaveText('0');
  const repeat = await inTheApp('repeat.weightroom');
  const onCommandLine = cli('preset:xor', '--steps', '500');
  expect([first.step, repeat.step, onCommandLine.step]).toEqual([500, 500, 500]);
  expect(first.sha256).not.toBe(cli('preset:xor', '--steps', '499').sha256);
  expect(repeat.sha256).toBe(first.sha256);
  expect(onCommandLine.sha256).toBe(first.sha256);

  const start = path.join(folder, 'float32.weightroom');
  cli('preset:xor', '--precision', 'float32', '--steps', '0', '--save', start);
  await answerOpenDialog(app, start);
  await page.keyboard.press('Control+o');
  await expect(fact(page, 'step')).toHaveText('0');
  const single = await inTheApp('single.weightroom', 100);
  const singleOnCommandLine = cli(start, '--steps', '100');
  expect(singleOnCommandLine.kernels).toContain('float32');
  expect(single.sha256).toBe(singleOnCommandLine.sha256);

  // Other kernels go on with a run: said once, when it goes on.
  await answerOpenDialog(app, path.join(folder, 'repeat.weightroom'));
  await page.keyboard.press('Control+o');
  await expect(fact(page, 'step')).toHaveText('500');
  await page.getByText('Schedule, clipping, precision').click();
  await page.getByLabel('Precision').selectOption({ label: 'float32: fast, all cores' });
  const other = path.join(folder, 'other.weightroom');
  await answerSaveDialog(app, other);
  await page.keyboard.press('Control+Shift+s');
  await expect(page.getByText('Saved as other.weightroom.')).toBeVisible();
  await answerOpenDialog(app, other);
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('other');
  await page.keyboard.press('F10');
  await expect(
    page.getByText(
      /^This run was computed by portable float64; here WebAssembly SIMD float32 \(.+\) computes: the last/,
    ),
  ).toBeVisible();
});
