/** The place about runs: compare two steps, follow one parameter, look at the loss around it, sweep settings; memory and pins. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`);

async function openXor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'XOR' }).click();
  await expect(fact(page, 'step')).toHaveText('0');
}

async function train(page: Page, steps: number): Promise<void> {
  await page.getByRole('button', { name: 'Step by other lengths, run until' }).click();
  const field = page.getByRole('textbox', { name: 'For (steps)', exact: true });
  await field.fill(String(steps));
  await field.press('Enter');
  await expect(page.getByText(`${steps} steps are done`)).toBeVisible({ timeout: 20_000 });
}

async function view(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Alt+r');
  await page.getByRole('main').getByText(name, { exact: true }).first().click();
}

test('two steps compared: in the table and on the drawing, and a fork equals its parent bit for bit', async ({
  page,
}) => {
  await openXor(page);
  await train(page, 60);
  await view(page, 'Compare');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText(/17 of 17 parameters differ/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Differences' }).getByRole('row')).not.toHaveCount(1);
  await page.getByRole('button', { name: 'Show on the drawing' }).click();
  const banner = page.getByRole('region', { name: 'Comparison on the drawing' });
  await expect(banner).toContainText('run 1, step 60 minus run 1, step 0');
  await banner.getByRole('button', { name: 'Show weights' }).click();
  await expect(banner).toBeHidden();
  await page.getByLabel('Step shown').fill('20');
  await expect(fact(page, 'step')).toHaveText('20');
  await page.keyboard.press('Control+b');
  for (let i = 21; i <= 23; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  await view(page, 'Compare');
  const a = page.getByRole('group', { name: 'A', exact: true });
  await a.getByLabel('Step').fill('23');
  await a.getByLabel('Step').press('Enter');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('equal in all 17 parameters, bit for bit')).toBeVisible();
  await view(page, 'Runs');
  await expect(page.getByText(/They take .* of 256/)).toBeVisible();
  await page.getByRole('button', { name: /^Pin run 1/ }).click();
  await expect(page.getByRole('button', { name: 'Delete run 1' })).toBeDisabled();
});

test('the life of a weight: its jumps lead to their examples and steps', async ({ page }) => {
  await openXor(page);
  await train(page, 80);
  await page.locator('.edge-label', { hasText: 'w(x1,h.1)' }).click();
  await view(page, 'Life of a parameter');
  await page.getByRole('button', { name: 'Tell its life' }).click();
  const jumps = page.getByRole('main').locator('tbody tr', { has: page.getByRole('button', { name: /Show example/ }) });
  await expect(jumps).toHaveCount(5);
  // The cursor of both charts by keys, and the same numbers in a table.
  const value = page.getByRole('slider', { name: /^Value of w/ });
  await value.focus();
  await page.keyboard.press('End');
  await expect(value).toHaveAttribute('aria-valuetext', /^step 80, value .*, gradient /);
  await expect(page.getByRole('slider', { name: /^Gradient of w/ })).toHaveAttribute('aria-valuenow', '80');
  const table = page.getByRole('region', { name: /^Value and gradient of .* at every step/ });
  await expect(table.locator('tbody tr').first()).toContainText('0');
  await expect(table.locator('table')).toHaveAttribute('aria-rowcount', '82');
  const at = await jumps.first().getByRole('button').first().textContent();
  await jumps.first().getByRole('button').first().click();
  await page.keyboard.press('Alt+1');
  await expect(fact(page, 'step')).toHaveText(at!);
});

test('a landscape has the run on it; a click beside it begins a run there', async ({ page }) => {
  await openXor(page);
  await train(page, 50);
  await view(page, 'Loss landscape');
  await page.getByRole('button', { name: 'Compute', exact: true }).click();
  const picture = page.getByRole('application', { name: 'Loss landscape' });
  await expect(page.getByText('steps 0 to 50; the ring', { exact: false })).toBeVisible({ timeout: 20_000 });
  await picture.focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('51');
  await expect(page.getByRole('list', { name: 'Runs' }).getByRole('listitem')).toHaveText(['run 1', 'run 2']);
});

test('a sweep runs in the background, marks the best, and opening one gives that very run', async ({ page }) => {
  await openXor(page);
  await view(page, 'Sweep');
  await page.getByRole('button', { name: 'Sweep 8 runs' }).click();
  const rows = page.getByRole('main').locator('tbody tr', { has: page.getByRole('button', { name: /^Open run/ }) });
  await expect(rows).toHaveCount(8, { timeout: 60_000 });
  await expect(rows.first()).toContainText('best');
  const curves = page.getByRole('slider', { name: 'Training loss of 8 runs over steps' });
  await curves.focus();
  await page.keyboard.press('End');
  await expect(curves).toHaveAttribute('aria-valuetext', /^step \d+, run \d/);
  await rows
    .first()
    .getByRole('button', { name: /^Open run/ })
    .click();
  await expect(fact(page, 'step')).toHaveText('0');
  await train(page, 500);
  const byHand = await fact(page, 'accuracy').textContent();
  await view(page, 'Sweep');
  await expect(rows.first().locator('td').nth(8)).toHaveText(byHand!);
  const each = page.getByLabel('Steps each');
  await each.fill('50000'); // so that there is time to cancel
  await each.press('Enter');
  await page.getByRole('button', { name: 'Sweep 8 runs' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Sweep 8 runs' })).toBeEnabled();
});

test('a sweep over units and number of hidden layers draws the best, and training it gives that very run', async ({
  page,
}) => {
  await openXor(page);
  await view(page, 'Sweep');
  const main = page.getByRole('main');
  await main.getByLabel('Number of hidden layers').check();
  await expect(main.getByRole('alert')).toHaveCount(0);
  await main.getByLabel('Units of the hidden layers').check();
  await main.getByLabel('Optimizer').uncheck();
  await main.getByLabel('Learning rate').uncheck();
  await main.getByRole('button', { name: 'Sweep 12 runs' }).click(); // 3 numbers of layers, 4 of units
  const rows = main.locator('tbody tr', { has: page.getByRole('button', { name: /^Open run/ }) });
  await expect(rows).toHaveCount(12, { timeout: 60_000 });
  await expect(main.getByRole('columnheader', { name: 'Parameters' })).toBeVisible();
  const deep = rows.filter({ has: page.locator('td:nth-child(2)', { hasText: '3' }) }).first();
  const [, , units, parameters, , , , , , , , accuracy] = await deep.locator('td').allTextContents();
  await deep.getByRole('button', { name: /^Open run/ }).click();
  await expect(page.locator('[data-layer]')).toHaveCount(6); // x1, x2, three hidden layers, y
  await expect(page.getByRole('banner')).toContainText(`${parameters} parameters`);
  expect(Number(units)).toBeGreaterThan(1);
  await train(page, 500);
  await expect(fact(page, 'accuracy')).toHaveText(accuracy!);
  await view(page, 'Sweep');
  await expect(main.getByRole('button', { name: /^Open the best, run \d+/ })).toBeVisible();
});
