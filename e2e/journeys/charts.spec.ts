/** Charts over the steps of a run: one cursor for all of them, ticks where something was edited, logarithmic axes, a table. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerSaveDialog, expect, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`);
const charts = (page: Page) => page.getByRole('region', { name: 'Loss chart' });
const lossChart = (page: Page) => page.getByRole('slider', { name: 'Loss over steps' });

async function openXor(page: Page, steps: number): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'XOR' }).click();
  for (let i = 1; i <= steps; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
}

test('the cursor of one chart is that of all: loss and accuracy read the same step, by pointer and by key', async ({
  app,
  page,
}) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setContentSize(1920, 1080));
  await openXor(page, 12);
  const accuracy = page.getByRole('slider', { name: 'Accuracy over steps' });
  await expect(accuracy).toBeVisible();
  const box = (await lossChart(page).boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  const titles = charts(page).locator('.readout b');
  await expect(titles).toHaveCount(2);
  const [one, other] = await titles.allTextContents();
  expect(one).toBe(other);
  await page.mouse.move(0, 0);
  await expect(titles).toHaveCount(0);
  await lossChart(page).focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight');
  await expect(titles).toHaveText(['step 5', 'step 5']);
  await expect(lossChart(page)).toHaveAttribute('aria-valuetext', /^step 5, train .*, accuracy .*, learning rate/);
  await expect(accuracy).toHaveAttribute('aria-valuenow', '5');
  await page.keyboard.press('Enter');
  await expect(fact(page, 'step')).toHaveText('5');
});

test('a turned knob and a changed learning rate are ticks with their values, also in the table', async ({ page }) => {
  await page.locator('.edge-label', { hasText: 'w(3,1)' }).click();
  for (let i = 1; i <= 4; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  await page.getByRole('slider', { name: 'w(3,1)', exact: true }).press('ArrowUp');
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('5');
  const rate = page.getByLabel('Learning rate');
  await rate.fill('0.005');
  await rate.press('Enter');
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('6');
  await lossChart(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+ArrowRight');
  await expect(lossChart(page)).toHaveAttribute('aria-valuetext', /after step 4: w\(3,1\) .* → /);
  await page.keyboard.press('Control+ArrowRight');
  await expect(lossChart(page)).toHaveAttribute('aria-valuetext', /after step 5: learning rate .* → 0\.005/);
  await charts(page).getByText('Table', { exact: true }).click();
  await charts(page).getByText('Edits', { exact: true }).first().click();
  const rows = charts(page).getByRole('row');
  await expect(rows).toHaveCount(3); // with the heads
  await expect(rows.nth(1)).toContainText('w(3,1)');
  await expect(rows.nth(2)).toContainText('learning rate');
});

test('the table has every step, moves by keys, goes to a step, and leaves as CSV; the chart of norms reads the same', async ({
  app,
  page,
  profile,
}) => {
  await openXor(page, 6);
  await charts(page).getByText('Table', { exact: true }).click();
  const grid = page.getByRole('grid', { name: 'The run step by step' });
  await expect(grid).toHaveAttribute('aria-rowcount', '7');
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(fact(page, 'step')).toHaveText('5');
  const file = path.join(profile, 'steps.csv');
  await answerSaveDialog(app, file);
  await charts(page).getByRole('button', { name: 'Save these rows as CSV' }).click();
  await expect(page.getByText('Saved 6 rows as steps.csv.')).toBeVisible();
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines[0]).toBe(
    'step,loss,training loss,validation loss,training accuracy,validation accuracy,learning rate,gradient norm,update norm,edits',
  );
  expect(lines).toHaveLength(7);
  const last = lines[6]!.split(',');
  expect(Number(last[1])).toBeGreaterThan(0);
  await charts(page).getByText('Norms', { exact: true }).click();
  const norms = page.getByRole('slider', { name: 'Gradient and update norms over steps' });
  await norms.focus();
  await page.keyboard.press('End');
  const read = Number(last[7]).toPrecision(3);
  await expect(norms).toHaveAttribute('aria-valuetext', new RegExp(`^step 6, gradient ${read}, update 0\\.`));
  await expect(charts(page).getByRole('button', { name: 'Logarithmic values' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('zooming shows fewer steps, all of them come back, and both axes can be logarithmic', async ({ page }) => {
  await openXor(page, 30);
  await lossChart(page).focus();
  await page.keyboard.press('+');
  const back = charts(page).getByRole('button', { name: 'Show all steps' });
  await expect(back).toBeVisible();
  await back.click();
  await expect(back).toHaveCount(0);
  for (const name of ['Logarithmic steps', 'Logarithmic values']) {
    await charts(page).getByRole('button', { name }).click();
    await expect(charts(page).getByRole('button', { name })).toHaveAttribute('aria-pressed', 'true');
  }
  await lossChart(page).focus();
  await page.keyboard.press('End');
  await expect(lossChart(page)).toHaveAttribute('aria-valuenow', '30');
});
