/** Not a test of behaviour: takes the pictures of docs/pictures for `npm run screenshots`. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test } from './fixtures.ts';

const picture = (name: string): string => path.join(root, 'docs/pictures', `${name}.png`);

async function openExample(page: Page, name: string, steps: number): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
  await page.keyboard.press('F5');
  await expect
    .poll(async () => Number((await page.locator('[data-fact="step"]').textContent())!.replace(/\D/g, '')), {
      timeout: 30_000,
    })
    .toBeGreaterThan(steps);
  await page.keyboard.press('F5');
  await page.waitForTimeout(200);
}

for (const size of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]) {
  for (const theme of ['light', 'dark']) {
    test(`pictures in ${theme} at ${size.width} x ${size.height}`, async ({ app, page }) => {
      await app.evaluate(
        ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setContentSize(wanted.width, wanted.height),
        size,
      );
      const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
      if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
      const take = async (name: string): Promise<void> => {
        await page.mouse.move(0, 0);
        await page.waitForTimeout(250);
        await page.screenshot({ path: picture(`${name}-${theme}-${size.width}`) });
      };
      await page.keyboard.press('Shift+1');
      await take('first-screen');
      await page.locator('.edge-label', { hasText: 'w(3,1)' }).click();
      for (let i = 0; i < 3; i++) await page.keyboard.press('F9');
      await take('one-step');
      await openExample(page, 'Two spirals', 3000);
      await page.getByRole('region', { name: 'What the network says' }).getByText('Output').click();
      await take('spirals');
      await openExample(page, 'Palmer penguins', 800);
      await page.locator('[data-name="species"]').click();
      await page.getByRole('region', { name: 'What the network says' }).getByText('Parameters').click();
      await take('penguins');
      await openExample(page, 'Recipe', 600);
      await page.locator('[data-name="sugar"]').click();
      await page.getByRole('region', { name: 'What the network says' }).getByText('Formulas').click();
      await take('recipe');
      await page.keyboard.press('?');
      await take('shortcuts');
    });
  }
}

for (const [theme, width, height] of [
  ['light', 1280, 800],
  ['dark', 1280, 800],
  ['light', 1920, 1080],
] as const) {
  test(`pictures of the atlas in ${theme} at ${width} x ${height}`, async ({ app, page }) => {
    const size = { width, height };
    await app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setContentSize(wanted.width, wanted.height),
      size,
    );
    const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
    if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
    await page.keyboard.press('Alt+3');
    await page.waitForTimeout(1200);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: picture(`atlas-${theme}-${width}`) });
    await page.getByRole('button', { name: 'Show mine' }).click();
    await page.waitForTimeout(2600);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: picture(`atlas-mine-${theme}-${width}`) });
  });
}

test.describe('language models', () => {
  test.use({ arguments: [path.join(root, 'assets/models/sentences.weightroom')] });
  for (const [theme, width, height] of [
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 1920, 1080],
    ['dark', 1920, 1080],
  ] as const) {
    test(`pictures of language models in ${theme} at ${width} x ${height}`, async ({ app, page }) => {
      const size = { width, height };
      await app.evaluate(
        ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setContentSize(wanted.width, wanted.height),
        size,
      );
      const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
      if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
      const take = async (name: string): Promise<void> => {
        await page.mouse.move(0, 0);
        await page.waitForTimeout(700);
        await page.screenshot({ path: picture(`language-${name}-${theme}-${width}`) });
      };
      const blocks = page.locator('[data-layer]');
      await expect(blocks.first()).toBeVisible();
      await take('blocks');
      await page.keyboard.press('Alt+2');
      for (const [tab, name] of [
        ['Text', 'text'],
        ['Model & training', 'training'],
        ['Writing', 'writing'],
        ['Inside', 'inside'],
      ] as const) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await page.waitForTimeout(2500);
        await take(name);
      }
    });
  }
});
