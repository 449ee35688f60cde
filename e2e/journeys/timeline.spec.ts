/** Back in time: every step again with the very numbers, branches that leave a run, and undo over all of it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`);
const step = async (page: Page): Promise<number> =>
  Number((await fact(page, 'step').textContent())!.replace(/\D/g, ''));
const exactly = (page: Page) => page.locator('dt', { hasText: 'exactly' }).locator('xpath=following-sibling::dd[1]');
const runs = (page: Page) => page.getByRole('list', { name: 'Runs' });

/** Goes to a step by the slider, as the arrow keys or a drag would. */
async function goTo(page: Page, wanted: number): Promise<void> {
  await page.getByLabel('Step shown').fill(String(wanted));
  await expect.poll(() => step(page)).toBe(wanted);
}

test('step back shows the numbers that were there, to the last digit, and forward again the same', async ({ page }) => {
  await page.locator('.edge-label', { hasText: 'w(3,1)' }).click();
  const seen = [await exactly(page).textContent()];
  for (let i = 1; i <= 5; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
    seen.push(await exactly(page).textContent());
  }
  expect(new Set(seen).size).toBe(6);
  for (let i = 4; i >= 0; i--) {
    await page.keyboard.press('F8');
    await expect(fact(page, 'step')).toHaveText(String(i));
    await expect(exactly(page)).toHaveText(seen[i]!);
  }
  for (const at of [3, 1, 5, 2]) {
    await goTo(page, at);
    await expect(exactly(page)).toHaveText(seen[at]!);
  }
  await expect(runs(page).getByRole('listitem')).toHaveCount(1);
});

test('a knob turned at a past step begins a branch; both runs stay, and undo finds the first one again', async ({
  page,
}) => {
  await page.locator('.edge-label', { hasText: 'w(3,1)' }).click();
  for (let i = 1; i <= 6; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  const end = await exactly(page).textContent();
  await goTo(page, 2);
  const there = await exactly(page).textContent();
  await page.getByRole('slider', { name: 'w(3,1)', exact: true }).press('ArrowUp');
  await expect(exactly(page)).not.toHaveText(there!);
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('3');
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1', 'run 2']);
  await expect(runs(page).getByRole('button', { name: 'run 2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await runs(page).getByRole('button', { name: 'run 1', exact: true }).click();
  await expect(fact(page, 'step')).toHaveText('6');
  await expect(exactly(page)).toHaveText(end!);
  await runs(page).getByRole('button', { name: 'run 1', exact: true }).dblclick();
  await page.getByLabel('Name of run 1').fill('as it was');
  await page.keyboard.press('Enter');
  await expect(runs(page).getByRole('listitem')).toHaveText(['as it was', 'run 2']);
  await runs(page).getByRole('button', { name: 'Delete run 2' }).click();
  await expect(runs(page).getByRole('listitem')).toHaveText(['as it was']);
  await expect(page.getByText('Deleted run 2. Undo (Ctrl+Z) brings it back.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(runs(page).getByRole('listitem')).toHaveText(['as it was', 'run 2']);
  await page.keyboard.press('Control+z');
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1', 'run 2']);
  // Undo: the visit, the step of the branch, the knob, the visit to step 2.
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
  await expect(fact(page, 'step')).toHaveText('6');
  await expect(exactly(page)).toHaveText(end!);
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('7');
  await expect(runs(page).getByRole('listitem')).toHaveCount(2);
});

test('a long run plays backward to its start, and a fork without an edit takes the same steps', async ({ page }) => {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'XOR' }).click();
  await page.keyboard.press('F5');
  await expect.poll(() => step(page)).toBeGreaterThan(2000);
  await page.keyboard.press('F5');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  const last = await step(page);
  const loss = await fact(page, 'loss').getAttribute('title');
  await page.keyboard.press('Shift+F8');
  await expect.poll(() => step(page), { timeout: 20_000 }).toBe(0);
  await goTo(page, 1000);
  await page.keyboard.press('Control+b');
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1', 'run 2']);
  await page.keyboard.press('F10');
  await expect.poll(() => step(page)).toBe(1001);
  const forked = await fact(page, 'loss').getAttribute('title');
  await runs(page).getByRole('button', { name: 'run 1', exact: true }).click();
  await expect.poll(() => step(page)).toBe(last);
  expect(await fact(page, 'loss').getAttribute('title')).toBe(loss);
  await goTo(page, 1001);
  expect(await fact(page, 'loss').getAttribute('title')).toBe(forked);
});

test('an edit of the drawing keeps the runs before it: undo finds them all again, and the place Runs brings them back', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'XOR' }).click();
  for (let i = 1; i <= 4; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  const loss = await fact(page, 'loss').getAttribute('title');
  await goTo(page, 2);
  await page.keyboard.press('Control+b');
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('3');
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1', 'run 2']);
  await page.locator('.edge-label', { hasText: 'w(x1,h.1)' }).click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('F10');
  await expect(fact(page, 'step')).toHaveText('4');
  await expect(page.getByText('The runs of the network before are kept', { exact: false })).toBeVisible();
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1']);
  await page.keyboard.press('Control+z'); // the step
  await page.keyboard.press('Control+z'); // the edge
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1', 'run 2']);
  await expect(runs(page).getByRole('button', { name: 'run 2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await runs(page).getByRole('button', { name: 'run 1', exact: true }).click();
  await expect(fact(page, 'step')).toHaveText('4');
  expect(await fact(page, 'loss').getAttribute('title')).toBe(loss);
  await page.keyboard.press('Alt+r');
  await page.getByRole('main').getByText('Runs', { exact: true }).first().click();
  await expect(page.getByRole('region', { name: 'Earlier networks' })).toContainText('1 run, up to step 4');
  await page.getByRole('button', { name: 'Bring back' }).click();
  await page.keyboard.press('Alt+1');
  await expect(fact(page, 'step')).toHaveText('4');
  await expect(runs(page).getByRole('listitem')).toHaveText(['run 1']);
  await expect(page.locator('.edge-label', { hasText: 'w(x1,h.1)' })).toHaveCount(0);
});
