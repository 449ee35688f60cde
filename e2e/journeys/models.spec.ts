/** Language models made and trained in the window: from a text and a preset, or ready ones, with what stands in the way said. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerOpenDialog, answerSaveDialog, expect, test } from '../fixtures.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-models-'));
const place = (page: Page) => page.locator('[data-place="language"]');
const part = (page: Page) => place(page).getByRole('tabpanel', { name: 'Model & training' });
const go = (page: Page, name: 'Text' | 'Model & training') => page.getByRole('tab', { name }).click();
const stepOf = async (page: Page): Promise<number> =>
  Number((await part(page).locator('[data-fact="step"]').textContent())!.replace(/\D/g, ''));
const lossOf = async (page: Page): Promise<number> =>
  Number(await part(page).locator('[data-fact="model-training-loss"]').textContent());

async function enter(page: Page): Promise<void> {
  await page.keyboard.press('Alt+2');
  await go(page, 'Model & training');
  await expect(part(page).getByRole('button', { name: 'Make the model' })).toBeEnabled();
}

async function openText(app: ElectronApplication, page: Page, name: string, content: string): Promise<void> {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  await answerOpenDialog(app, file);
  await go(page, 'Text');
  await place(page).getByRole('button', { name: 'Open …' }).click();
  await expect(place(page).getByRole('progressbar')).toHaveCount(0);
  await go(page, 'Model & training');
}

/** Learning rates side by side in the background: a table with the best, and a sweep that is given up. */
async function sweepLearningRates(page: Page): Promise<void> {
  await page.keyboard.press('Alt+r');
  const main = page.getByRole('main');
  await main.getByText('Sweep', { exact: true }).first().click();
  await main.getByRole('checkbox', { name: 'Optimizer' }).uncheck();
  const each = main.getByLabel('Steps each');
  await each.fill('20');
  await each.press('Enter');
  const start = main.getByRole('button', { name: 'Sweep 4 runs' });
  await start.click();
  const rows = main.locator('tbody tr', { has: page.getByRole('button', { name: /^Open run/ }) });
  await expect(rows).toHaveCount(4, { timeout: 60_000 });
  await expect(rows.first()).toContainText('best');
  await each.fill('50000'); // so that there is time to cancel
  await each.press('Enter');
  await start.click();
  await main.getByRole('button', { name: 'Cancel' }).click();
  await expect(main.getByRole('progressbar')).toBeHidden();
  await expect(start).toBeEnabled();
  await page.keyboard.press('Alt+2');
}

test('a preset on the chosen text becomes the document, learns, and undo brings back what was there', async ({
  page,
}) => {
  await enter(page);
  await part(page).getByText('A GPT that invents names').click();
  await part(page).getByRole('button', { name: 'Make the model' }).click();
  await expect(page.getByRole('banner')).toContainText('4 192 parameters');
  await expect(part(page).locator('[data-fact="model-random-guess"]')).toHaveText('3.30'); // ln 27
  await expect.poll(() => lossOf(page)).toBeCloseTo(3.3, 1);
  await part(page).getByText('perplexity', { exact: true }).last().click();
  await expect(part(page).getByLabel(/^Perplexity over steps/)).toBeVisible();
  await part(page).getByText('nats', { exact: true }).click();
  await page.keyboard.press('F5');
  await expect.poll(() => stepOf(page), { timeout: 20_000 }).toBeGreaterThan(260);
  await page.keyboard.press('F5');
  expect(await lossOf(page)).toBeLessThan(2.6);
  const texts = part(page).getByRole('list', { name: 'Texts written while training, the newest first' });
  await expect(texts.getByRole('listitem').last()).toContainText('step 100');
  await expect(texts.getByRole('listitem').first()).toContainText(/step [1-9]\d*00/); // how far it ran on before F5 was heard
  await sweepLearningRates(page);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => stepOf(page)).toBe(0);
  await page.getByRole('button', { name: 'Undo new language model' }).click();
  await expect(page.getByRole('banner')).toContainText('9 parameters');
});

test('sizes change the count at once, and what does not fit together is said where it is chosen', async ({ page }) => {
  await enter(page);
  await part(page).getByText('A small GPT on characters').click();
  const total = part(page).locator('nav [data-fact="parameters"]');
  await expect(total).toHaveText('799 232'); // 27 tokens
  const heads = part(page).getByRole('textbox', { name: 'Heads' });
  await heads.fill('3');
  await heads.press('Enter');
  await expect(part(page).getByRole('alert')).toContainText('is 128 wide and has 3 heads');
  await expect(part(page).getByRole('button', { name: 'Make the model' })).toBeDisabled();
  await heads.fill('8');
  await heads.press('Enter');
  const layers = part(page).getByRole('textbox', { name: 'Layers' });
  await layers.fill('2');
  await layers.press('Enter');
  await expect(total).toHaveText('405 504');
  // Count, blocks and memory are in sight while a size far down the list is changed.
  await part(page).getByRole('switch', { name: 'Biases' }).scrollIntoViewIfNeeded();
  const blocks = part(page).getByRole('list', { name: 'Parameters by block' });
  await expect(total).toBeInViewport({ ratio: 1 });
  await expect(blocks).toBeInViewport({ ratio: 1 });
  await expect(blocks.getByRole('listitem')).toHaveText([/embedding/, /positions/, /blocks 1–2.*2 × 196.864/, /norm/]);
  await expect(part(page).locator('[data-fact="memory-to-train"]')).toBeInViewport({ ratio: 1 });
  await expect(part(page).locator('[data-fact="memory-to-train"]')).toHaveText('6.49 MB');
  await expect(part(page).locator('[data-fact="memory-as-file"]')).toHaveText('1.62 MB');
  const width = part(page).getByRole('textbox', { name: 'Width' });
  await width.fill('4096');
  await width.press('Enter');
  await expect(part(page).getByRole('alert')).toContainText('can be trained here');
});

test('a text that a model cannot learn from is refused by name, with what to do', async ({ app, page }) => {
  await enter(page);
  await openText(app, page, 'one.txt', 'aaaaaaaa');
  await expect(part(page).getByRole('alert')).toContainText('"one.txt" is one token again and again');
  await openText(app, page, 'short.txt', 'To be or not to be');
  await part(page).getByText('A small GPT on characters').click();
  await expect(part(page).getByRole('alert')).toContainText('"short.txt" has 16 tokens to learn from');
  await openText(app, page, 'long.txt', 'To be or not to be, that is the question. '.repeat(50));
  await expect(part(page).getByRole('alert')).toHaveCount(0);
  await part(page).getByText('A small BERT on characters').click();
  await expect(part(page).getByRole('alert')).toContainText('needs a mask token');
  await part(page).getByRole('button', { name: 'Turn it on' }).click();
  await expect(part(page).getByRole('alert')).toHaveCount(0);
  await expect(part(page).getByRole('button', { name: 'Make the model' })).toBeEnabled();
});

test('a ready model opens with one click, with its run', async ({ page }) => {
  await enter(page);
  await part(page).getByRole('button', { name: 'Names', exact: true }).click();
  await expect.poll(() => stepOf(page)).toBe(2000);
  expect(await lossOf(page)).toBeLessThan(2.2);
});

test('a larger model keeps every guarantee: an edit while it trains undoes alone, and a project saved meanwhile goes on', async ({
  app,
  page,
}) => {
  test.setTimeout(120_000);
  await enter(page);
  await part(page).getByText('A small GPT on characters').click();
  for (const [name, value] of [
    ['Layers', '1'],
    ['Width', '64'],
    ['Context', '16'],
  ] as const) {
    const field = part(page).getByRole('textbox', { name, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }
  await part(page).getByRole('button', { name: 'Make the model' }).click();
  await expect(page.getByRole('banner')).toContainText('52 096 parameters');
  const every = part(page).getByRole('textbox', { name: 'Steps between two texts' });
  await every.fill('10');
  await every.press('Enter');
  await page.keyboard.press('F5');
  await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(15);
  const batch = part(page).getByRole('textbox', { name: 'Batch size' });
  await batch.fill('8');
  await batch.press('Enter');
  await expect(batch).toHaveValue('8');
  const edited = await stepOf(page);
  await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(edited + 10);
  await expect(
    part(page)
      .getByRole('listitem')
      .filter({ hasText: /^step \d+0/ })
      .first(),
  ).toBeVisible({ timeout: 40_000 });
  const file = path.join(folder, 'while-training.weightroom');
  await answerSaveDialog(app, file);
  await page.keyboard.press('Control+S');
  await expect(page.getByText('Saved as while-training.weightroom.')).toBeVisible();
  const saved = await stepOf(page);
  await page.getByRole('button', { name: /^Undo \d+ steps/ }).click();
  await expect.poll(() => stepOf(page)).toBeLessThan(saved);
  const before = await stepOf(page);
  expect(before).toBeGreaterThan(15);
  await page.getByRole('button', { name: 'Undo batch size' }).click();
  await expect(batch).toHaveValue('12');
  expect(await stepOf(page)).toBe(before);
  await page.keyboard.press('F10');
  await expect.poll(() => stepOf(page)).toBe(before + 1);
  await answerOpenDialog(app, file);
  await page.keyboard.press('Control+O');
  await expect(page.getByRole('button', { name: 'Undo open while-training' })).toBeEnabled();
  await expect(page.locator('[data-place="network"]')).not.toHaveClass(/away/);
  await page.keyboard.press('Alt+2');
  await expect.poll(() => stepOf(page)).toBe(saved);
  await expect(batch).toHaveValue('8');
  await expect(
    part(page)
      .getByRole('listitem')
      .filter({ hasText: /^step \d+0/ })
      .first(),
  ).toBeVisible();
  await page.keyboard.press('F10');
  await expect.poll(() => stepOf(page)).toBe(saved + 1);
});
