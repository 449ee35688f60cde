/** Where 70 billion live: count, look, change a size, find one's own nine parameters, by mouse and by keys. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerOpenDialog, expect, test } from '../fixtures.ts';

const total = (page: Page): ReturnType<Page['locator']> => page.locator('[data-fact="total"]');
const digits = async (page: Page): Promise<number> => Number((await total(page).textContent())!.replace(/\D/g, ''));
const map = (page: Page): ReturnType<Page['locator']> => page.getByRole('application');
const what = (page: Page): ReturnType<Page['locator']> => page.locator('[data-fact="what"]');

test('the atlas opens at 70 billion, finds models, and counts what if', async ({ page }) => {
  await page.keyboard.press('Alt+3');
  await expect(page.getByRole('button', { name: 'Atlas', exact: true })).toHaveAttribute('aria-current', 'page');
  expect(await digits(page)).toBe(70_553_706_496);
  const facts = page.getByRole('complementary', { name: 'Facts' });
  await expect(facts).toContainText('79.90 %');
  await expect(facts).toContainText('9.88 football pitches');

  const layers = page.getByLabel('Layers L');
  await layers.fill('160');
  await layers.press('Enter');
  expect(await digits(page)).toBe(70_553_706_496 + 80 * 855_654_400);
  await layers.fill('1.5');
  await expect(page.getByRole('alert')).toContainText('Layers must be a whole number, not 1.5.');
  await layers.press('Escape');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  expect(await digits(page)).toBe(70_553_706_496);

  await page.getByLabel('Search models').fill('mixtral');
  await page
    .getByRole('navigation', { name: 'Models' })
    .getByRole('button', { name: /Mixtral 8x7B/ })
    .click();
  expect(await digits(page)).toBe(46_702_792_704);
  expect((await page.locator('[data-fact="active"]').textContent())!.replace(/\D/g, '')).toBe('12879925248');
  await page.getByLabel('Search models').fill('gpt-3');
  await page.getByRole('navigation', { name: 'Models' }).getByRole('button', { name: /GPT-3/ }).click();
  await expect(total(page)).toContainText('about');
  await page.getByLabel('Search models').fill('none such');
  await expect(page.getByText('No known model has')).toBeVisible();
});

test('rectangles are walked by keys, the tree is a table, and the way out is Escape', async ({ page }) => {
  await page.getByRole('button', { name: 'Atlas', exact: true }).click();
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(what(page)).toContainText('Llama 3 70B');
  await page.keyboard.press('Enter');
  await expect(what(page)).toContainText('embed_tokens.weight, 128\u202f256 × 8\u202f192');
  await page.keyboard.press('Escape');
  await expect(what(page)).toContainText('Llama 3 70B');
  const facts = page.getByRole('complementary', { name: 'Facts' });
  await facts.getByRole('button', { name: 'Layer 0 to 79' }).click();
  await facts.getByRole('button', { name: 'self_attn' }).click();
  await expect(facts.getByRole('row', { name: /q_proj\.weight/ })).toContainText('8\u202f192 × 8\u202f192');
  await page.getByRole('navigation', { name: 'Where you are' }).getByRole('button', { name: 'All' }).click();
  await expect(what(page)).toHaveText('');
});

test('nine parameters are found beside 70 billion, and the network place stays as it was left', async ({ page }) => {
  await page.locator('.edge-label').first().click();
  await page.keyboard.press('Alt+3');
  await page.getByRole('button', { name: 'Show mine' }).click();
  await expect(what(page)).toContainText('The worked network: 9 parameters');
  // The bar tells the zoom: from metres to a few millimetres.
  await expect(page.locator('figure.scale')).toContainText(/^\s*[125] mm/, { timeout: 5000 });
  await page.keyboard.press('Alt+1');
  await expect(page.locator('.edge-label.chosen')).toHaveCount(1);
  await page.keyboard.press('Alt+3');
  await page.getByRole('navigation', { name: 'Models' }).getByRole('button', { name: /Yours/ }).click();
  expect(await digits(page)).toBe(9);
});

test('a config.json of one’s own is counted, kept in sight, compared; a bad one is told and changes nothing', async ({
  app,
  page,
  profile,
}) => {
  await page.keyboard.press('Alt+3');
  const chosen = page.getByRole('navigation', { name: 'Models' }).locator('button[aria-current]');
  await expect(chosen).toBeInViewport();
  const config = path.join(profile, 'config.json');
  const sizes = { model_type: 'gpt2', n_embd: 64, n_layer: 2, n_head: 4, vocab_size: 100, n_positions: 32 };
  writeFileSync(config, JSON.stringify(sizes));
  await answerOpenDialog(app, config);
  await page.getByRole('button', { name: 'Open config.json' }).click();
  await expect(chosen).toContainText('config.json (gpt2)');
  // (100 + 32) 64 + 2 (12 64^2 + 13 64) + 2 64
  expect(await digits(page)).toBe(108_544);
  await expect(page.getByRole('complementary', { name: 'Facts' })).toContainText('no published total');

  writeFileSync(config, JSON.stringify({ ...sizes, n_embd: -1 }));
  await page.getByRole('button', { name: 'Open config.json' }).click();
  await expect(page.getByText('"n_embd" in config.json must be')).toBeVisible();
  expect(await digits(page)).toBe(108_544);
});

for (const theme of ['light', 'dark'] as const) {
  test(`nothing serious by axe in ${theme}, also when something is chosen and compared`, async ({ page, watch }) => {
    const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
    if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
    await page.keyboard.press('Alt+3');
    await page.getByLabel('Beside it').selectOption({ label: 'DeepSeek-V3 and R1' });
    await map(page).focus();
    await page.keyboard.press('ArrowRight');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(
        ({ id, nodes }) => `${id}: ${nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary}`).join(' | ')}`,
      ),
    ).toEqual([]);
    // axe itself measures contrast in ways that the policy forbids; those are its violations, not the page's.
    await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
    watch.errors.length = 0;
  });
}
