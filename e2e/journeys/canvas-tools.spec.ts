/** Drawing large and by keyboard: blocks and heatmaps, the overview, panels, repairs, the outline, XOR without a mouse. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const layer = (page: Page, name: string) => page.locator(`[data-layer][data-name="${name}"]`);
const sheet = (page: Page) => page.getByRole('listbox', { name: 'Network drawing' });

async function command(page: Page, letters: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill(letters);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'All commands' })).toHaveCount(0);
}

async function openXor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).press('Enter');
  await page.getByRole('menuitem', { name: /XOR/ }).first().press('Enter');
  await expect(layer(page, 'h')).toBeVisible();
}

test('a layer is collapsed to a block, its connections become heatmaps that open, read and edit', async ({ page }) => {
  await openXor(page);
  await layer(page, 'h').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+E');
  await expect(page.locator('[data-heatmap]')).toHaveCount(3);
  await expect(layer(page, 'h').locator('[data-unit]')).toHaveCount(0);
  await page.locator('[data-heatmap]').first().focus();
  await page.keyboard.press('Enter');
  const view = page.getByRole('region', { name: /^Weights from x1 to h/ });
  await expect(view.locator('#heatmap-value')).toContainText('w(x1,h.1)');
  await page.keyboard.press('ArrowDown');
  await expect(view.locator('#heatmap-value')).toContainText('w(x1,h.2)');
  await view.getByRole('textbox', { name: 'Weight', exact: true }).fill('1.25');
  await view.getByRole('textbox', { name: 'Weight', exact: true }).press('Enter');
  await expect(view.locator('#heatmap-value')).toContainText('= 1.25');
  await view.getByRole('button', { name: 'Close the weights' }).click();
  await expect(view).toHaveCount(0);
  await layer(page, 'h').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('e');
  await expect(layer(page, 'h').locator('[data-unit]')).toHaveCount(4);
  await expect(page.locator('[data-heatmap]')).toHaveCount(0);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  await expect(layer(page, 'h').locator('[data-unit]')).toHaveCount(4);
});

test('more than 2 000 edges turn into heatmaps by themselves', async ({ page }) => {
  await openXor(page);
  await layer(page, 'h').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Units', { exact: true }).fill('900');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-heatmap]')).toHaveCount(1);
});

test('the overview shows and moves the view; panels are resized by keys and remembered', async ({ page }) => {
  await sheet(page).focus();
  await page.keyboard.press('m');
  const overview = page.getByRole('application', { name: /Overview of the drawing/ });
  const box = (await overview.boundingBox())!;
  const before = (await layer(page, 'y').boundingBox())!;
  await page.mouse.click(box.x + 4, box.y + box.height / 2);
  expect((await layer(page, 'y').boundingBox())!.x).toBeGreaterThan(before.x + 20);
  const line = page.getByRole('separator', { name: 'Width of the inspector' });
  await line.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(line).toHaveAttribute('aria-valuenow', '332');
  await page.keyboard.press('Enter');
  await expect(line).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
  await expect(line).toHaveAttribute('aria-valuenow', '332');
  await expect(overview).toBeVisible();
});

test('an output that does not fit the data says so at once and is mended by one click', async ({ page }) => {
  await openXor(page);
  await layer(page, 'y').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Units', { exact: true }).fill('3');
  await page.keyboard.press('Enter');
  const card = page.locator('[data-problem]');
  await expect(card).toContainText('The data has 1 target but the network has 3 output units');
  const [shape, shown] = [await layer(page, 'y').boundingBox(), await card.boundingBox()];
  expect(shape!.x - (shown!.x + shown!.width)).toBeCloseTo(10, -1); // beside the layer, which is too tall for above or below
  await card.getByRole('button', { name: 'Set "y" to 1 unit' }).click();
  await expect(card).toHaveCount(0);
});

test('the mark of a problem opens, closes and mends by keyboard; what has no place on the sheet stands in the bar', async ({
  page,
}) => {
  await openXor(page);
  await page.locator('[data-palette="layer"]').focus();
  await page.keyboard.press('Enter');
  const mark = page.getByRole('button', { name: /^Hint at h1: Nothing reaches "h1"/ });
  const card = page.locator('[data-problem]');
  await expect(mark).toHaveAttribute('aria-expanded', 'true');
  await mark.focus();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(card).toContainText('Connect something.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(card.getByRole('button', { name: /^Connect ".*" to "h1"/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(mark).toHaveCount(0);
  await expect(sheet(page)).toBeFocused();
  await layer(page, 'y').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  const bar = page.locator('[data-problem-bar]');
  await bar.getByRole('button', { name: 'Add an output of 1 unit' }).click();
  await expect(bar).toHaveCount(0);
});

test('the keyboard alone draws a network for XOR and trains it; the list for screen readers follows', async ({
  page,
}) => {
  await openXor(page);
  await sheet(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  const outline = page.locator('[data-outline]');
  await expect(outline.locator('li')).toHaveCount(0);
  await page.getByLabel('Units of a new layer').fill('4');
  await page.getByLabel('Units of a new layer').press('Enter');
  for (const item of ['input', 'layer', 'output']) {
    await page.locator(`[data-palette="${item}"]`).focus();
    await page.keyboard.press('Enter');
  }
  await layer(page, 'x1').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Units', { exact: true }).fill('2');
  await page.keyboard.press('Enter');
  const connectTo = async (from: string, to: string): Promise<void> => {
    await layer(page, from).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Connect to').selectOption({ label: to });
    await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  };
  await connectTo('x1', 'h1');
  await connectTo('h1', 'y1');
  await command(page, 'tidy up');
  await expect(outline).toContainText('h1.1 from x1.1, x1.2');
  await expect(outline).toContainText('y1 from h1.1, h1.2, h1.3, h1.4');
  await sheet(page).focus();
  await page.keyboard.press('F5');
  await expect
    .poll(
      async () => Number((await page.locator('[data-fact="loss"]').getAttribute('title'))?.replace('−', '-') ?? NaN),
      {
        timeout: 20_000,
      },
    )
    .toBeLessThan(0.05);
  await page.keyboard.press('F5');
});
