/** Point 6: projects and parameters go to files and come back; dropped files open; what is no such file is refused by name. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, answerSaveDialog, drop, expect, test } from '../fixtures.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-files-'));
const label = (page: Page, name: string) => page.locator('.edge-label', { hasText: name });

async function turn(page: Page, name: string, value: string): Promise<void> {
  await label(page, name).click();
  const exact = page.getByRole('textbox', { name: `${name}, exact value` });
  await exact.fill(value);
  await exact.press('Enter');
  await expect(page.getByRole('slider', { name, exact: true })).toHaveAttribute('aria-valuenow', value);
}

test('a project is saved, changed, and opened again exactly as it was, loss curve included', async ({ app, page }) => {
  const file = path.join(folder, 'mine.weightroom');
  await turn(page, 'w(1,1)', '0.123456789012345');
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  await expect(page.getByLabel('unsaved changes')).toBeVisible();
  await answerSaveDialog(app, file);
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved as mine.weightroom.')).toBeVisible();
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0);
  const trained = await label(page, 'w(1,1)').getAttribute('title');
  await page.keyboard.press('F8');
  await expect(page.locator('[data-fact="step"]')).toHaveText('0');
  const untrained = await label(page, 'w(2,1)').getAttribute('title');
  await page.getByRole('button', { name: 'New branch from this step' }).click();
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  await expect(page.getByLabel('unsaved changes')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0);
  const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
  await runs.getByRole('button', { name: 'run 2', exact: true }).dblclick();
  await page.getByLabel('Name of run 2').fill('another');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('unsaved changes')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0);
  await page.keyboard.press('Control+n');
  await expect(page.locator('[data-fact="step"]')).toHaveText('0');
  await answerOpenDialog(app, file);
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('heading', { name: 'mine', exact: true })).toBeVisible();
  await expect(label(page, 'w(1,1)')).toHaveAttribute('title', trained!);
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0);
  await expect(runs).toHaveText(['run 1', 'another']); // the branch, and the steps before, are in the file
  await page.keyboard.press('F8');
  await expect(page.locator('[data-fact="step"]')).toHaveText('0');
  await expect(label(page, 'w(2,1)')).toHaveAttribute('title', untrained!);
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('2');
  await expect(runs).toHaveCount(2);

  // What only undo would bring back is lost with the window, too.
  await page.keyboard.press('Control+n');
  await expect(page.locator('[data-fact="step"]')).toHaveText('0');
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0);
  const question = await app.evaluate(
    ({ dialog, BrowserWindow }) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = (...asked: unknown[]) => {
          resolve((asked.at(-1) as { message: string }).message);
          return Promise.resolve({ response: 0, checkboxChecked: false }); // cancel
        };
        BrowserWindow.getAllWindows()[0]!.close();
      }),
  );
  expect(question).toBe('Close and lose the changes to "mine"?');
  await page.keyboard.press('Control+z');
  await expect(page.locator('[data-fact="step"]')).toHaveText('2');
  await expect(page.getByLabel('unsaved changes')).toBeVisible();
});

for (const [title, extension] of [
  ['JSON', 'json'],
  ['safetensors', 'safetensors'],
] as const) {
  test(`all parameters go to ${title} and come back by import`, async ({ app, page }) => {
    const file = path.join(folder, `parameters.${extension}`);
    await answerSaveDialog(app, file);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: new RegExp(title, 'i') }).click();
    await expect(page.getByText(`Exported all parameters to parameters.${extension}.`)).toBeVisible();
    await turn(page, 'w(3,2)', '7');
    await answerOpenDialog(app, file);
    await page.getByRole('button', { name: 'Import parameters' }).click();
    await expect(page.getByText(/Imported 9 parameters/)).toBeVisible();
    await expect(label(page, 'w(3,2)')).toContainText('−0.500');
    await page.keyboard.press('Control+z');
    await expect(label(page, 'w(3,2)')).toContainText('7.00');
  });
}

test('all parameters go to CSV, one row each, under their names', async ({ app, page }) => {
  const file = path.join(folder, 'parameters.csv');
  await answerSaveDialog(app, file);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  await expect(page.getByText('Exported all parameters to parameters.csv.')).toBeVisible();
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  expect(lines).toHaveLength(10);
  const value = lines[0]!.split(',').indexOf('value');
  const row = lines.find((line) => line.includes('w(1,1)'))!;
  expect(row.replace('"w(1,1)"', 'w11').split(',')[value]).toBe('0.5');
});

test('a dropped CSV is previewed and a dropped project is opened', async ({ app, page }) => {
  await drop(page, 'points.csv', Buffer.from('a,b,c\n1,2,3\n4,5,6\n7,8,10\n'));
  await expect(page.getByRole('dialog', { name: /points\.csv/ })).toBeVisible();
  await page.keyboard.press('Escape');
  const file = path.join(folder, 'dropped.weightroom');
  await answerSaveDialog(app, file);
  await turn(page, 'w(2,2)', '1.5');
  // A new network takes nothing away: one undo brings the unsaved one back, and redo the new one.
  await page.keyboard.press('Control+n');
  await expect(page.getByText('"The worked network" has unsaved changes. Undo (Ctrl+Z) brings it back.')).toBeVisible();
  await expect(label(page, 'w(2,2)')).toContainText('0.200');
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(label(page, 'w(2,2)')).toContainText('1.50');
  await expect(page.getByLabel('unsaved changes')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved as dropped.weightroom.')).toBeVisible();
  await page.keyboard.press('Control+n');
  await expect(label(page, 'w(2,2)')).toContainText('0.200');
  await drop(page, 'dropped.weightroom', readFileSync(file));
  await expect(label(page, 'w(2,2)')).toContainText('1.50');
  await page.getByRole('button', { name: 'Undo open dropped' }).click();
  await expect(label(page, 'w(2,2)')).toContainText('0.200');
  await expect(page.getByRole('heading', { name: 'The worked network', exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(label(page, 'w(2,2)')).toContainText('1.50');
  await expect(page.getByRole('heading', { name: 'dropped', exact: true })).toBeVisible();
  await expect(page.getByLabel('unsaved changes')).toHaveCount(0); // as its file has it
  // What a file is decides, not only where it falls.
  const place = (name: string) => page.locator(`[data-place="${name}"]`);
  await drop(page, 'notes.md', Buffer.from('A text to learn from, whatever place is shown.\n'.repeat(4)));
  await expect(place('language').locator('[data-at="0"]')).toHaveText('A');
  const sizes = { model_type: 'gpt2', n_embd: 64, n_layer: 2, n_head: 4, vocab_size: 100, n_positions: 32 };
  await drop(page, 'config.json', Buffer.from(JSON.stringify(sizes)));
  await expect(place('atlas').getByText('config.json (gpt2)').first()).toBeVisible();
  await drop(page, 'table.txt', Buffer.from('a\tb\n1\t2\n3\t4\n'));
  await expect(page.getByRole('dialog', { name: /table\.txt/ })).toBeVisible();
});

test('files that are not what they say are refused by name, and nothing changes', async ({ page }) => {
  await drop(page, 'photo.png', Buffer.from([0x89, 0x50]));
  await expect(page.getByText('"photo.png" is of no kind that can be opened here.')).toBeVisible();
  await drop(page, 'broken.weightroom', Buffer.from('not a project at all'));
  await expect(page.locator('.notice.problem')).toHaveCount(2);
  await drop(page, 'empty.csv', Buffer.from('   \n'));
  await expect(page.getByText('"empty.csv" is empty.')).toBeVisible();
  await expect(label(page, 'w(1,1)')).toContainText('0.500');
});

test.describe('a file named on the command line', () => {
  const file = path.join(folder, 'table.csv');
  writeFileSync(file, 'x,y\n1,2\n2,4\n3,6\n');
  test.use({ arguments: [file] });

  test('opens at the start', async ({ page }) => {
    await expect(page.getByRole('dialog', { name: /table\.csv/ })).toBeVisible();
  });
});

test('a failed save says so, and the old file stays whole', async ({ app, page }) => {
  await answerSaveDialog(app, '/proc/weightroom/none.weightroom');
  await page.keyboard.press('Control+s');
  await expect(page.locator('.notice.problem')).toContainText('none.weightroom');
  await expect(page.locator('.edge-label').first()).toBeVisible();
});
