/** Getting about and putting in order: panels by F6, the hand, spreading evenly, notes that are resized, the legend of a difference. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const layer = (page: Page, name: string) => page.locator(`[data-layer][data-name="${name}"]`);
const sheet = (page: Page) => page.getByRole('listbox', { name: 'Network drawing' });

async function choose(page: Page, names: readonly string[]): Promise<void> {
  for (const [i, name] of names.entries()) {
    await layer(page, name).focus();
    await page.keyboard.press(i === 0 ? 'Enter' : 'Shift+Enter');
  }
}

async function middleOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await layer(page, name).boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

test('F6 goes from panel to panel and round, Shift+F6 back', async ({ page }) => {
  const panelOfFocus = (): Promise<string> =>
    page.evaluate(() => {
      const focused = document.activeElement;
      const panel = focused?.closest<HTMLElement>('[data-panel]')?.dataset['panel'];
      return panel ?? (focused?.closest('header') ? 'header' : 'none');
    });
  await sheet(page).focus();
  const visited: string[] = [];
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('F6');
    visited.push(await panelOfFocus());
  }
  expect(new Set(visited)).toEqual(new Set(['header', 'left', 'canvas', 'inspector', 'bottom']));
  expect(visited.at(-1)).toBe('canvas');
  await page.keyboard.press('Shift+F6');
  expect(await panelOfFocus()).toBe(visited.at(-2));
});

test('H moves the sheet by dragging anywhere, V selects again', async ({ page }) => {
  await sheet(page).focus();
  await page.keyboard.press('h');
  const before = await middleOf(page, 'z1');
  const drag = async (): Promise<void> => {
    const { x, y } = await middleOf(page, 'z1');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 30, { steps: 5 });
    await page.mouse.up();
  };
  await drag();
  const panned = await middleOf(page, 'z1');
  expect(panned.x - before.x).toBeCloseTo(60, 0);
  expect((await middleOf(page, 'y')).y).toBeGreaterThan(before.y); // everything moved with it
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
  await page.keyboard.press('v');
  const other = await middleOf(page, 'y');
  await drag();
  expect(await middleOf(page, 'y')).toEqual(other);
  expect((await middleOf(page, 'z1')).x).toBeGreaterThan(panned.x + 30);
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeEnabled();
});

test('three layers are spread evenly across, as one entry', async ({ page }) => {
  await choose(page, ['z1']);
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  const before = await middleOf(page, 'z1');
  await choose(page, ['x1', 'z1', 'y']);
  await page.keyboard.press('Alt+Shift+H');
  const [left, middle, right] = [await middleOf(page, 'x1'), await middleOf(page, 'z1'), await middleOf(page, 'y')];
  expect(Math.abs(middle.x - left.x - (right.x - middle.x))).toBeLessThan(1.5);
  expect(middle.y).toBeCloseTo(before.y, 0);
  await page.keyboard.press('Control+z');
  expect((await middleOf(page, 'z1')).x).toBeCloseTo(before.x, 0);
});

test('a note is resized by its corner, and undone', async ({ page }) => {
  const box = (await sheet(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 100);
  await sheet(page).focus();
  await page.keyboard.press('n');
  await page.getByLabel('Text of the note').fill('Wide enough for a longer thought.');
  await page.keyboard.press('Escape');
  const note = page.locator('[data-note]');
  const before = (await note.boundingBox())!;
  const corner = (await note.locator('[data-resize]').boundingBox())!;
  await page.mouse.move(corner.x + corner.width / 2, corner.y + corner.height / 2);
  await page.mouse.down();
  await page.mouse.move(corner.x + corner.width / 2 + 80, corner.y + corner.height / 2 + 40, { steps: 5 });
  await page.mouse.up();
  const after = (await note.boundingBox())!;
  expect(after.width - before.width).toBeGreaterThan(50);
  expect(after.height - before.height).toBeGreaterThan(20);
  expect(after.x).toBeCloseTo(before.x, 0);
  await page.keyboard.press('Control+z');
  expect((await note.boundingBox())!.width).toBeCloseTo(before.width, 0);
});

test('while a difference is drawn, the legend is of the difference, with its own scale', async ({ page }) => {
  const legend = page.locator('figure.legend');
  await expect(legend).toContainText('weight (dashed: negative)');
  const scale = await legend.locator('.tabular').last().textContent();
  for (let i = 0; i < 3; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('3');
  await page.keyboard.press('Alt+r');
  await page.getByRole('main').getByText('Compare', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('button', { name: 'Show on the drawing' }).click();
  await expect(legend).toContainText('difference (dashed: negative)');
  expect(await legend.locator('.tabular').last().textContent()).not.toBe(scale);
  await page.getByRole('button', { name: 'Show weights' }).click();
  await expect(legend).toContainText('weight (dashed: negative)');
  await expect(legend.locator('.tabular').last()).toHaveText(scale!);
});
