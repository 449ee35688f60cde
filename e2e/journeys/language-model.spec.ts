/** A language model is a project like any other: its layers stand as blocks on the canvas, and it trains by the same buttons. */
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, answerSaveDialog, drop, expect, root, test } from '../fixtures.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-model-'));
const names = path.join(root, 'assets/models/names.weightroom');
const step = (page: Page) => page.locator('[data-fact="step"]');
const layer = (page: Page, name: string) => page.locator(`[data-layer][data-name="${name}"]`);
const stepsDone = async (page: Page): Promise<number> =>
  Number((await step(page).textContent())!.replaceAll(/\D/g, ''));

test.describe('the names model named on the command line', () => {
  test.use({ arguments: [names] });

  test('opens as labelled blocks, steps, runs, goes back, undoes, is saved and goes on', async ({ app, page }) => {
    await expect(page.getByRole('heading', { name: 'names' })).toBeVisible();
    await expect(page.locator('header .count')).toHaveText(/4.192 parameters, 16.8.kB/);
    await expect(page.locator('[data-layer]')).toHaveCount(11);
    await expect(layer(page, 'attention 1')).toContainText('4 heads');
    await expect(layer(page, 'attention 1')).toContainText(/1.024/);
    await expect(layer(page, 'feed-forward 1')).toContainText('64 ReLU');
    await expect(layer(page, 'embedding')).toContainText('27 × 16');
    await expect(page.locator('[data-text-data]')).toContainText('27 kinds, character');

    await expect(step(page)).toHaveText(/2.000/);
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.001/);
    for (const phase of ['forward', 'loss', 'backward']) {
      await page.keyboard.press('F9');
      await expect(page.locator(`[data-flow="${phase === 'loss' ? 'none' : phase}"]`)).toBeAttached();
    }
    await page.keyboard.press('F9');
    await expect(step(page)).toHaveText(/2.002/);
    await page.keyboard.press('F5');
    await expect.poll(() => stepsDone(page), { timeout: 30_000 }).toBeGreaterThan(2020);
    await page.keyboard.press('F5');
    await expect(page.locator('[data-fact="speed"]')).toHaveText('–');
    const reached = await stepsDone(page);
    await page.keyboard.press('F8');
    await expect.poll(() => stepsDone(page)).toBe(reached - 1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => stepsDone(page)).toBe(reached);
    await page.keyboard.press('Control+z');
    await expect(step(page)).toHaveText(/2.002/);

    await answerSaveDialog(app, path.join(folder, 'mine.weightroom'));
    await page.keyboard.press('Control+Shift+s');
    await expect(page.getByText('Saved as mine.weightroom.')).toBeVisible();
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.003/);
    const loss = await page.locator('[data-fact="loss"]').getAttribute('title');
    await answerOpenDialog(app, path.join(folder, 'mine.weightroom'));
    await page.keyboard.press('Control+o');
    await expect(step(page)).toHaveText(/2.002/);
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.003/);
    await expect(page.locator('[data-fact="loss"]')).toHaveAttribute('title', loss!);
  });

  test('is exported with its vocabulary and every tensor by its own name; every view says what it shows', async ({
    app,
    page,
  }) => {
    await expect(step(page)).toHaveText(/2.000/);
    const file = path.join(folder, 'parameters.json');
    await answerSaveDialog(app, file);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'JSON' }).click();
    await expect(page.getByText('Exported all parameters to parameters.json.')).toBeVisible();
    const { parameters, text } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
      readonly text: { readonly boundary: number };
    };
    expect(parameters.map(({ name, shape }) => `${name} ${shape.join(' x ')}`)).toEqual([
      'head.weight 27 x 16',
      'embedding.weight 27 x 16',
      'positions.weight 16 x 16',
      'attention 1.qkvWeight 48 x 16',
      'attention 1.outWeight 16 x 16',
      'feed-forward 1.innerWeight 64 x 16',
      'feed-forward 1.outWeight 16 x 64',
    ]);
    expect(text.boundary).toBe(26);

    const views = page.getByRole('region', { name: 'What the network says' });
    await expect(views.getByText('x is what comes in, one vector per token.')).toBeVisible();
    await expect(views.getByText('y = softmax(q kᵀ / √4) v W, 4 heads')).toBeVisible();
    await views.getByText('Parameters', { exact: true }).click();
    await expect(views.getByPlaceholder(/Filter 4.192 parameters/)).toBeVisible();
    await views.getByText('Chain rule', { exact: true }).click();
    await expect(views.getByText(/The chain rule of a language model is not written out/)).toBeVisible();
    await expect(views.getByText('Output', { exact: true })).toHaveCount(0);
    await expect(views.getByText('Data', { exact: true })).toHaveCount(0);
    await layer(page, 'attention 1').click();
    const inspector = page.locator('[data-panel="inspector"]');
    await expect(inspector.getByRole('button', { name: /qkvWeight.*48 × 16.*768/ })).toBeVisible();
  });

  test('a block opens down to one weight, which is a knob that can be turned and frozen', async ({ page }) => {
    await layer(page, 'attention 1').click();
    const inspector = page.locator('[data-panel="inspector"]');
    await inspector.getByRole('button', { name: /qkvWeight/ }).click();
    const matrix = page.getByRole('region', { name: 'Weights: qkvWeight of attention 1' });
    await expect(matrix.getByRole('heading')).toHaveText('qkvWeight of attention 1: 48 rows, 16 columns');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(matrix.locator('#heatmap-value')).toContainText('attention 1.qkvWeight[2,2]');
    await expect(matrix.locator('#heatmap-value')).toContainText('query, head 1, unit 2');
    await page.keyboard.press('Enter');
    const exact = inspector.getByRole('textbox', { name: 'attention 1.qkvWeight[2,2], exact value' });
    await exact.fill('1.25');
    await exact.press('Enter');
    await expect(matrix.locator('#heatmap-value')).toContainText('= 1.25');
    const profile = inspector.locator('[data-profile]');
    await expect(profile.getByText('32 windows of text')).toBeVisible({ timeout: 20_000 });
    await expect(profile.getByRole('img')).toHaveAttribute('aria-label', /lowest .* near/);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(matrix.locator('#heatmap-value')).not.toContainText('= 1.25');

    // Frozen, it stays to the last bit while the model learns; let go, it moves.
    await inspector.getByRole('switch', { name: 'Frozen' }).check();
    const value = await exact.inputValue();
    for (let i = 1; i <= 3; i++) {
      await page.keyboard.press('F10');
      await expect(step(page)).toHaveText(new RegExp(`2.00${i}`));
    }
    await expect(exact).toHaveValue(value);
    await inspector.getByRole('textbox', { name: 'Range, at most' }).fill(value);
    await inspector.getByRole('textbox', { name: 'Range, at most' }).press('Enter');
    await inspector.getByRole('switch', { name: 'Frozen' }).uncheck();
    for (let i = 4; i <= 8; i++) {
      await page.keyboard.press('F10');
      await expect(step(page)).toHaveText(new RegExp(`2.00${i}`));
      expect(Number((await exact.inputValue()).replace('−', '-'))).toBeLessThanOrEqual(Number(value.replace('−', '-')));
    }
    await inspector.getByRole('textbox', { name: 'Range, at most' }).fill('');
    await inspector.getByRole('textbox', { name: 'Range, at most' }).press('Enter');
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.009/);
    await expect(exact).not.toHaveValue(value);
  });

  test('stands in the atlas with its own blocks, right beside the nine parameters of the worked network', async ({
    page,
  }) => {
    await expect(step(page)).toHaveText(/2.000/);
    await page.keyboard.press('Alt+3');
    const what = page.locator('[data-fact="what"]');
    await page.getByRole('button', { name: 'Show mine' }).click();
    await expect(what).toContainText(/names: 4.192 parameters/);
    await page.getByRole('navigation', { name: 'Models' }).getByRole('button', { name: /Yours/ }).click();
    const facts = page.getByRole('complementary', { name: 'Facts' });
    await expect(facts).toContainText('Attention: query, output');
    await expect(facts).toContainText('block 1');
    await page.getByRole('button', { name: 'Show mine' }).click();
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await expect(what).toContainText('The worked network: 9 parameters');
  });

  test('settings of a block are undone; a wider model keeps what fits; blocks come from the palette and go', async ({
    page,
  }) => {
    const inspector = page.locator('[data-panel="inspector"]');
    await layer(page, 'feed-forward 1').click();
    await inspector.getByLabel('Activation').selectOption({ label: 'SwiGLU' });
    await expect(layer(page, 'feed-forward 1')).toContainText('64 SwiGLU');
    await expect(page.locator('header .count')).toHaveText(/5.216 parameters/);
    await page.keyboard.press('Control+z');
    await expect(page.locator('header .count')).toHaveText(/4.192 parameters, 16.8.kB/);
    await layer(page, 'attention 1').click();
    const width = inspector.getByLabel('Width');
    await width.fill('24');
    await width.press('Enter');
    const problems = page.getByRole('button', { name: /^Problem at/ });
    await expect(problems.first()).toHaveAccessibleName(/"attention 1" expects 24 but "norm 1a" gives 16/);
    await inspector.getByRole('button', { name: 'Make the other 8 24 wide too' }).click();
    await expect(problems).toHaveCount(0);
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.001/);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
    await expect(page.locator('header .count')).toHaveText(/4.192 parameters, 16.8.kB/);
    await page.locator('[data-palette="normalisation"]').click();
    await expect(layer(page, 'norm 1')).toBeVisible();
    await expect(problems.first()).toHaveAccessibleName(/"norm 1" takes the values of one layer/);
    await layer(page, 'norm 1').focus();
    await page.keyboard.press('Delete');
    await expect(problems).toHaveCount(0);

    // Other wires: attention and feed-forward side by side, both from the first norm; it trains, and undo brings the block back.
    await layer(page, 'feed-forward 1').click();
    await inspector.getByRole('button', { name: 'Take away the connection from norm 1b' }).click();
    await expect(problems.first()).toBeVisible();
    await layer(page, 'norm 1b').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Delete');
    await layer(page, 'norm 1a').click();
    await inspector.getByLabel('Connect to').selectOption({ label: 'feed-forward 1' });
    await inspector.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(problems).toHaveCount(0);
    await expect(page.locator('[data-layer]')).toHaveCount(10);
    await expect(page.locator('header .count')).toHaveText(/4.192 parameters/);
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.001/);
    for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
    await expect(page.locator('[data-layer]')).toHaveCount(11);
    await expect(problems).toHaveCount(0);
  });
});

test.describe('long questions about the names model', () => {
  test.use({ arguments: [names] });

  test('the life of a weight and a landscape are told of a text too', async ({ page }) => {
    await expect(step(page)).toHaveText(/2.000/); // the project is open
    for (let i = 1; i <= 3; i++) {
      await page.keyboard.press('F10');
      await expect(step(page)).toHaveText(new RegExp(`2.00${i}`));
    }
    await layer(page, 'embedding').dblclick({ position: { x: 20, y: 30 } });
    await expect(page.getByRole('region', { name: 'Weights: weight of embedding' })).toBeVisible();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+r');
    const view = page.getByRole('main');
    await view.getByText('Life of a parameter', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Tell its life' }).click();
    await expect(page.getByText('windows of the text').first()).toBeVisible({ timeout: 30_000 });
    await view.getByText('Loss landscape', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Compute', exact: true }).click();
    await expect(page.getByText('; the ring', { exact: false })).toBeVisible({ timeout: 60_000 });
  });

  test('a block is copied by keyboard, deleted and brought back', async ({ page }) => {
    await layer(page, 'attention 1').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await expect(layer(page, 'attention 2')).toContainText('4 heads');
    await expect(page.locator('header .count')).toHaveText(/5.216 parameters/);
    await page.keyboard.press('Control+z');
    await expect(layer(page, 'attention 2')).toHaveCount(0);
    await layer(page, 'feed-forward 1').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Delete');
    await expect(layer(page, 'feed-forward 1')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Problem at add 1b/ })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(layer(page, 'feed-forward 1')).toContainText('64 ReLU');
    await page.keyboard.press('F10');
    await expect(step(page)).toHaveText(/2.001/);
  });
});

test('the sentences model opens by dialog, and a dropped one too', async ({ app, page }) => {
  const file = path.join(folder, 'sentences.weightroom');
  copyFileSync(path.join(root, 'assets/models/sentences.weightroom'), file);
  await answerOpenDialog(app, file);
  await page.keyboard.press('Control+o');
  await expect(page.locator('header .count')).toHaveText(/13.952 parameters/);
  await expect(layer(page, 'head')).toContainText('29 scores, tied');
  await page.keyboard.press('F10');
  await expect(step(page)).toHaveText('801');
  await page.keyboard.press('Alt+2');
  await drop(page, 'names.weightroom', readFileSync(names));
  await expect(page.locator('[data-place="network"]')).toBeVisible();
  await expect(page.locator('header .count')).toHaveText(/4.192 parameters/);
  await expect(step(page)).toHaveText(/2.000/);
});
