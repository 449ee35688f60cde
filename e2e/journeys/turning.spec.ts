/** Parameters are frozen, kept in a range and tied, and training obeys; whole selections are turned at once. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const exact = async (page: Page): Promise<number> =>
  Number((await page.locator('[data-fact="exact"]').textContent())!.replace('−', '-'));
const chooseEdge = (page: Page, name: string): Promise<void> => page.locator('.edge-label', { hasText: name }).click();

test('a frozen weight stays, a range holds, what is tied is one number, and everything undoes', async ({ page }) => {
  await chooseEdge(page, 'w(1,1)');
  await page.getByRole('switch', { name: 'Frozen' }).check();
  await expect(page.getByRole('slider', { name: 'w(1,1)', exact: true })).toHaveAttribute(
    'aria-valuetext',
    '0.500, frozen in training',
  );
  await chooseEdge(page, 'w(2,1)');
  await page.getByRole('textbox', { name: 'Range, at most' }).fill('-0.35');
  await page.getByRole('textbox', { name: 'Range, at most' }).press('Enter');
  await chooseEdge(page, 'w(3,1)');
  await page.locator('.edge-label', { hasText: 'w(3,2)' }).click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Tie mirrored' }).click();
  await chooseEdge(page, 'w(3,2)');
  expect(await exact(page)).toBe(-0.6);
  await expect(page.locator('[data-tie]')).toContainText('w(3,1)');

  for (let i = 0; i < 20; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('20');
  const mirrored = await exact(page);
  expect(mirrored).not.toBe(-0.6);
  await chooseEdge(page, 'w(3,1)');
  expect(await exact(page)).toBe(-mirrored);
  await chooseEdge(page, 'w(1,1)');
  expect(await exact(page)).toBe(0.5);
  await chooseEdge(page, 'w(2,1)');
  expect(await exact(page)).toBeLessThanOrEqual(-0.35);

  // By hand a frozen one still turns, and a range stops the knob.
  const knob = page.getByRole('slider', { name: 'w(2,1)', exact: true });
  await knob.focus();
  for (let i = 0; i < 8; i++) await knob.press('PageUp');
  await expect(knob).toHaveAttribute('aria-valuenow', '-0.35');
  await page.waitForTimeout(500);
  await page.keyboard.press('Escape');
  const undo = page.getByRole('button', { name: /^Undo/ });
  while (await undo.isEnabled()) await undo.click();
  await chooseEdge(page, 'w(3,2)');
  expect(await exact(page)).toBe(-0.5);
  await expect(page.locator('[data-tie]')).toHaveCount(0);
});

test('all parameters of a selection are set, scaled, negated and randomised, one undo each', async ({ page }) => {
  await chooseEdge(page, 'w(1,1)');
  for (const name of ['w(2,1)', 'w(1,2)'])
    await page.locator('.edge-label', { hasText: name }).click({ modifiers: ['Shift'] });
  const value = page.getByRole('textbox', { name: 'Value or factor for all selected parameters' });
  const label = page.locator('.edge-label', { hasText: 'w(2,1)' });
  await value.fill('0.75');
  await page.getByRole('button', { name: 'Set all' }).click();
  await expect(label).toContainText('0.750');
  await value.fill('2');
  await page.getByRole('button', { name: 'Scale by' }).click();
  await expect(label).toContainText('1.50');
  await page.getByRole('button', { name: 'Negate' }).click();
  await expect(label).toContainText('−1.50');
  await page.getByRole('button', { name: 'Randomise' }).click();
  await expect(label).not.toContainText('−1.50');
  await expect(page.locator('.edge-label', { hasText: 'w(2,2)' })).toContainText('0.200');
  for (const before of ['−1.50', '1.50', '0.750', '−0.400']) {
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(label).toContainText(before);
  }
});
