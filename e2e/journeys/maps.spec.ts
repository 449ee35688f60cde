/** Maps: what the network says everywhere, inside each neuron and large, following training and the pointer. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const detail = (page: Page) => page.getByRole('region', { name: 'What the network says' });

async function openExample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
}

/** The pixels of a canvas, to tell whether a picture changed. */
const pixels = (page: Page, selector: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

const isBlank = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) =>
      canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.every((value) => value === 0),
    );

test('each neuron of a network with two inputs shows its own map, which training changes', async ({ page }) => {
  await openExample(page, 'XOR');
  const hidden = '[data-name="h"] [data-unit="2"] canvas';
  await expect.poll(() => isBlank(page, hidden)).toBe(false);
  await expect(page.locator('[data-unit] canvas')).toHaveCount(7); // 2 inputs, 4 hidden, 1 output
  const before = await pixels(page, hidden);
  expect(await pixels(page, '[data-name="h"] [data-unit="1"] canvas')).not.toBe(before);
  for (let i = 0; i < 3; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('3');
  await expect.poll(() => pixels(page, hidden)).not.toBe(before);

  // Sixteen neurons are drawn as dots; opened, each of them has its map.
  await page.locator('[data-name="h"]').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Units', { exact: true }).fill('16');
  await page.getByLabel('Units', { exact: true }).press('Enter');
  await expect(page.locator('[data-name="h"] [data-unit] canvas')).toHaveCount(0);
  await page.locator('[data-name="h"]').focus();
  await page.keyboard.press('e');
  await expect(page.locator('[data-name="h"] [data-unit] canvas')).toHaveCount(16);
  await expect.poll(() => isBlank(page, '[data-name="h"] [data-unit="15"] canvas')).toBe(false);
});

test('the large map reads values by pointer and by keyboard, and shows the example clicked', async ({ page }) => {
  await openExample(page, 'Circles');
  await page.keyboard.press('Control+Shift+m');
  const large = page.getByRole('region', { name: 'Large map' });
  const map = large.locator('[data-map]');
  await expect.poll(() => isBlank(page, '[aria-label="Large map"] [data-field]')).toBe(false);
  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(large.locator('[data-readout]')).toContainText(/x1\s.*x2\s.*inside 0\.\d+/s);
  await page.mouse.move(box.x - 40, box.y - 20);
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect(large.locator('[data-readout]')).toContainText('inside');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  // The example shown is now where the cursor was: a little right of the middle.
  await expect(map.locator('.example')).toBeVisible();
  await page.keyboard.press('Control+Shift+m');
  await expect(large).toHaveCount(0);
});

test('one input has curves, many inputs vary two that are chosen, classes have a winner map', async ({ page }) => {
  await openExample(page, 'A line that needs a bias');
  await expect(page.locator('[data-unit] canvas.curve')).toHaveCount(2);
  await detail(page).getByText('Output', { exact: true }).click();
  await expect(detail(page).locator('[data-map]')).toHaveAttribute('aria-label', /^y over x/);

  await openExample(page, 'Palmer penguins');
  await expect(page.locator('[data-unit] canvas')).toHaveCount(0);
  await detail(page).getByText('Output', { exact: true }).click();
  const field = '[aria-label="What the network says"] [data-field]';
  await expect(detail(page).getByLabel('Show', { exact: true })).toHaveValue('winner');
  await expect.poll(() => isBlank(page, field)).toBe(false);
  const winner = await pixels(page, field);
  await detail(page).getByLabel('Show', { exact: true }).selectOption({ label: 'Gentoo' });
  await expect.poll(() => pixels(page, field)).not.toBe(winner);
  const gentoo = await pixels(page, field);
  await detail(page).getByLabel('Across', { exact: true }).selectOption({ label: 'body_mass_g' });
  await expect.poll(() => pixels(page, field)).not.toBe(gentoo);
  await expect(detail(page).locator('[data-map]')).toHaveAttribute(
    'aria-label',
    /Gentoo over body_mass_g and bill_depth_mm/,
  );
  await detail(page).getByLabel('Maps in neurons').click();
  await expect(page.locator('[data-unit] canvas')).toHaveCount(8 + 4 + 3);
});

test('the confusion matrix counts every example, by keyboard too, and follows training', async ({ page }) => {
  await openExample(page, 'Palmer penguins');
  await detail(page).getByText('Confusion', { exact: true }).click();
  const cells = detail(page).locator('td button');
  await expect(cells).toHaveCount(9);
  const total = async (): Promise<number> =>
    (await cells.allTextContents()).reduce((sum, text) => sum + Number(text), 0);
  expect(await total()).toBe(274);
  await detail(page).getByText('Held out', { exact: true }).click();
  await expect.poll(total).toBe(68);
  const before = await cells.allTextContents();
  await page.keyboard.press('F5');
  await expect.poll(() => cells.allTextContents()).not.toEqual(before);
  await page.keyboard.press('F5');
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(cells.nth(4)).toBeFocused();
  await detail(page).getByText('Shares', { exact: true }).click();
  await expect(cells.first()).toContainText('%');
});

test('predicted against true stands beside its errors, for each target', async ({ page }) => {
  await openExample(page, 'Recipe');
  await detail(page).getByText('Predicted', { exact: true }).click();
  const plot = detail(page).getByRole('img', { name: /Predicted against true sweet/ });
  await expect(plot).toHaveAttribute('aria-label', /training: error .*held out: error/);
  await detail(page).getByLabel('Target', { exact: true }).selectOption({ label: 'dry' });
  await expect(detail(page).getByRole('img', { name: /Predicted against true dry/ })).toBeVisible();
  const before = await detail(page).locator('tbody tr').first().textContent();
  await page.keyboard.press('F10');
  await expect(detail(page).locator('tbody tr').first()).not.toHaveText(before!);
  await expect(detail(page).getByText('Confusion', { exact: true })).toHaveCount(0);
});
