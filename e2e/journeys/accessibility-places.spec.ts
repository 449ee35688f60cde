/** Nothing serious or critical by axe in any place of the window, nor in any of its panels and parts, in either theme. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

/** What axe finds within a part of the window, each with where it was looking. */
async function problems(page: Page, where: string, part: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(part).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${where}, ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join(' | ')}`,
    );
}

/** axe itself measures contrast in ways that the policy forbids; those are its violations, not the page's. */
async function forgetOwnViolations(page: Page, watch: { readonly errors: string[] }): Promise<void> {
  await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
  watch.errors.length = 0;
}

async function chooseTheme(page: Page, theme: string): Promise<void> {
  const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
  if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
}

for (const theme of ['light', 'dark'] as const) {
  test(`every panel below the canvas, and a problem on it, in ${theme}`, async ({ page, watch }) => {
    test.setTimeout(120_000);
    await chooseTheme(page, theme);
    const found: string[] = [];
    const seen = new Set<string>();
    for (const name of ['Palmer penguins', 'Recipe', 'Digits']) {
      await page.getByRole('button', { name: 'Examples' }).press('Enter');
      await page.getByRole('menuitem', { name }).press('Enter');
      await page.keyboard.press('F10');
      await expect(page.locator('[data-fact="step"]')).toHaveText('1');
      const tabs = page.getByRole('group', { name: 'View', exact: true }).getByRole('radio');
      for (let i = 0; i < (await tabs.count()); i++) {
        const title = (await tabs.nth(i).getAttribute('value'))!;
        if (seen.has(title)) continue;
        seen.add(title);
        await tabs.nth(i).check({ force: true });
        found.push(...(await problems(page, `${name}, ${title}`, '[data-panel="bottom"]')));
      }
    }
    await page.locator('[data-palette="layer"]').focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-problem]')).toBeVisible();
    found.push(...(await problems(page, 'a problem on the canvas', '[data-place="network"] main')));
    expect([...seen]).toEqual(
      expect.arrayContaining(['formulas', 'parameters', 'chain', 'output', 'confusion', 'data', 'pad', 'predicted']),
    );
    expect(found).toEqual([]);
    await forgetOwnViolations(page, watch);
  });

  test(`what opens over the canvas, in ${theme}`, async ({ page, watch }) => {
    test.setTimeout(120_000);
    await chooseTheme(page, theme);
    const found: string[] = [];
    const main = page.getByRole('main');
    const look = async (what: string, part = 'body'): Promise<void> =>
      void found.push(...(await problems(page, what, part)));
    const sheet = page.getByRole('listbox', { name: 'Network drawing' });
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('palette', 'dialog');
    await page.keyboard.press('Escape');
    await sheet.focus();
    await page.keyboard.press('m');
    await page.keyboard.press('Control+Shift+m');
    await expect(page.getByRole('region', { name: 'Large map' })).toBeVisible();
    await look('overview and large map', '[data-place="network"] main');
    await page.keyboard.press('Control+Shift+m');
    await page.getByRole('button', { name: 'Step by other lengths, run until' }).click();
    await look('step menu');
    await page.keyboard.press('Escape');
    await page.locator('[data-layer]').first().click({ button: 'right' });
    await expect(page.getByRole('menu')).toBeVisible();
    await look('context menu', '[role="menu"]');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Paste…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('a,b\n1,2\n2,x\n3,4\n');
    await look('paste sheet', 'dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'Read' }).click();
    await expect(page.getByRole('region', { name: 'First rows' })).toBeVisible();
    await look('CSV preview', 'dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Examples' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Digits' }).press('Enter');
    await page.locator('[data-heatmap]').first().focus();
    await page.keyboard.press('Enter');
    await expect(main.getByRole('region', { name: /^Weights from/ })).toBeVisible();
    await look('open heatmap', '[data-place="network"] main');
    expect(found).toEqual([]);
    await forgetOwnViolations(page, watch);
  });

  test(`Language, Atlas and Runs with all their parts, in ${theme}`, async ({ page, watch }) => {
    test.setTimeout(120_000);
    await chooseTheme(page, theme);
    for (let i = 0; i < 3; i++) await page.keyboard.press('F10');
    await page.locator('.edge-label', { hasText: 'w(3,1)' }).click();
    const found: string[] = [];
    await page.keyboard.press('Alt+2');
    const parts = page.getByRole('tablist', { name: 'Parts of language models' }).getByRole('tab');
    for (let i = 0; i < (await parts.count()); i++) {
      await parts.nth(i).click();
      await page.waitForTimeout(400);
      found.push(...(await problems(page, `Language, ${await parts.nth(i).textContent()}`, '[data-place="language"]')));
    }
    await page.keyboard.press('Alt+3');
    await expect(page.locator('[data-place="atlas"] canvas').first()).toBeVisible();
    found.push(...(await problems(page, 'Atlas', '[data-place="atlas"]')));
    await page.keyboard.press('Alt+r');
    const views = page.getByRole('group', { name: 'About runs' }).getByRole('radio');
    const start = { compare: /^Compare$/, life: 'Tell its life', landscape: 'Compute', sweep: /^Sweep \d+ runs/ };
    for (let i = 0; i < (await views.count()); i++) {
      await views.nth(i).check({ force: true });
      await page.waitForTimeout(300);
      const name = start[(await views.nth(i).getAttribute('value')) as keyof typeof start];
      if (name) {
        await page.getByRole('main').getByRole('button', { name }).click();
        await page.waitForTimeout(700); // the results are there, or on their way
      }
      found.push(...(await problems(page, `Runs, ${await views.nth(i).getAttribute('value')}`, '[data-place="runs"]')));
    }
    expect(found).toEqual([]);
    await forgetOwnViolations(page, watch);
  });
}
