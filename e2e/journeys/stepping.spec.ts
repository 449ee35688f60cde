/** Step lengths and stop conditions: one example, epochs, and running until something is reached, by menu and by key. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`);
const numberOf = async (page: Page, name: string): Promise<number> =>
  Number((await fact(page, name).textContent())!.replace(/\D/g, ''));

async function openExample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
  await expect(fact(page, 'step')).toHaveText('0');
}

/** Fills the number of a rule and runs by it, until training has paused by itself. */
async function runUntil(page: Page, rule: string, value: string, reason: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Step by other lengths, run until' }).click();
  const field = page
    .getByRole('dialog', { name: 'Step and run until' })
    .getByRole('textbox', { name: rule, exact: true });
  await field.fill(value);
  await field.press('Enter');
  await expect(page.getByText(reason)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
}

test('runs until the loss is below a number and stands at the first such step', async ({ page }) => {
  await openExample(page, 'XOR');
  await runUntil(page, 'Until the loss is below (loss)', '0.05', /^Training paused\. The loss of step \d+ is/);
  const at = await numberOf(page, 'step');
  const loss = Number(await fact(page, 'loss').getAttribute('title'));
  expect(loss).toBeLessThan(0.05);
  await page.keyboard.press('F8');
  await expect(fact(page, 'step')).toHaveText(String(at - 1));
  expect(Number(await fact(page, 'loss').getAttribute('title'))).toBeGreaterThanOrEqual(0.05);
});

test('steps, epochs and one example; the batch size stays what it was', async ({ page }) => {
  await openExample(page, 'Two spirals');
  await page.getByLabel('Batch size').fill('16');
  await page.getByLabel('Batch size').press('Enter');
  await runUntil(page, 'For (steps)', '25', 'Training paused. 25 steps are done: step 25.');
  await expect(fact(page, 'step')).toHaveText('25');
  await page.keyboard.press('Control+F10');
  await expect(fact(page, 'step')).toHaveText('26');
  await expect(page.getByLabel('Batch size')).toHaveValue('16');
  const epoch = await numberOf(page, 'epoch');
  await runUntil(page, 'For (epochs)', '3', /3 epochs are done/);
  expect(await numberOf(page, 'epoch')).toBe(epoch + 3);
  await page.keyboard.press('F7');
  await expect(fact(page, 'epoch')).toHaveText(String(epoch + 6));
});

test('a rule that the data does not allow says why and cannot be run', async ({ page }) => {
  await page.getByRole('button', { name: 'Step by other lengths, run until' }).click();
  const menu = page.getByRole('dialog', { name: 'Step and run until' });
  await expect(menu).toBeInViewport({ ratio: 1 }); // no panel cuts it off
  await expect(menu.getByText('These targets are numbers: there is no accuracy.')).toBeVisible();
  await expect(menu.getByRole('button', { name: /Run until the accuracy/ })).toBeDisabled();
  await menu.getByLabel('For (steps)').fill('1.5');
  await expect(menu.getByText('Steps must be a whole number, not 1.5.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
});
