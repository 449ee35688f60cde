/** Point 3: drawing with the mouse and with the keyboard; edits keep values, everything undoes, cycles are refused. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const layer = (page: Page, name: string) => page.locator(`[data-name="${name}"]`);

async function dragPort(page: Page, from: string, to: string): Promise<void> {
  const port = (await layer(page, from).locator('[data-port="out"]').first().boundingBox())!;
  const target = (await layer(page, to).locator('[data-unit]').first().boundingBox())!;
  await page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 });
  await page.mouse.up();
}

const undo = (page: Page) => page.keyboard.press('Control+z');
const count = (page: Page, parameters: number) =>
  expect(page.locator('header .count')).toHaveText(new RegExp(`^${parameters} parameters?$`));

for (const zoom of [0.5, 1, 2]) {
  test(`a neuron dragged from the palette lands with its centre at the pointer, at zoom ${zoom}`, async ({ page }) => {
    await page.keyboard.press('Control+0');
    for (let i = 0; i < 3; i++) if (zoom < 1) await page.keyboard.press('Control+-');
    for (let i = 0; i < 3; i++) if (zoom > 1) await page.keyboard.press('Control+=');
    const sheet = page.getByRole('listbox', { name: 'Network drawing' });
    const box = (await sheet.boundingBox())!;
    const at = { x: 320, y: 60 };
    await page.locator('[data-palette="neuron"]').dragTo(sheet, { targetPosition: at });
    const unit = (await layer(page, 'h1').locator('[data-unit]').boundingBox())!;
    const scale = Number((await page.locator('.percent').textContent())!.replace('%', '')) / 100;
    // Positions snap to a grid of 10 units, so the centre is at most half of that away, and a pixel.
    expect(Math.abs(unit.x + unit.width / 2 - box.x - at.x)).toBeLessThanOrEqual(5 * scale + 1);
    expect(Math.abs(unit.y + unit.height / 2 - box.y - at.y)).toBeLessThanOrEqual(5 * scale + 1);
    await count(page, 10); // its bias
  });
}

test('drawing, connecting, training and undoing by mouse keeps every other value', async ({ page }) => {
  const sheet = page.getByRole('listbox', { name: 'Network drawing' });
  await page.locator('[data-palette="neuron"]').dragTo(sheet, { targetPosition: { x: 360, y: 70 } });
  await dragPort(page, 'x1', 'h1');
  await dragPort(page, 'h1', 'y');
  await count(page, 12);
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('0.500');
  await expect(page.locator('.edge-label', { hasText: 'w(x1,h1)' })).toBeVisible();
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  for (let i = 0; i < 4; i++) await undo(page);
  await count(page, 9);
  await expect(page.locator('[data-fact="step"]')).toHaveText('0');
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('0.500');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+Shift+z');
  await count(page, 12);
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
});

test('a skip connection is allowed, a circle is refused with its reason', async ({ page }) => {
  await dragPort(page, 'x1', 'y');
  await count(page, 10);
  await page.keyboard.press('Escape');
  await page.locator('[data-palette="neuron"]').dragTo(page.getByRole('listbox', { name: 'Network drawing' }), {
    targetPosition: { x: 640, y: 60 },
  });
  await dragPort(page, 'h1', 'z1');
  await dragPort(page, 'z1', 'h1');
  await expect(page.getByText('would close a circle')).toBeVisible();
});

test('selecting by marquee and Shift, moving, duplicating and deleting are each one entry', async ({ page }) => {
  const z1 = (await layer(page, 'z1').boundingBox())!;
  const z2 = (await layer(page, 'z2').boundingBox())!;
  await page.mouse.move(z1.x - 30, z1.y - 50);
  await page.mouse.down();
  await page.mouse.move(z2.x + z2.width + 20, z2.y + z2.height + 8, { steps: 8 });
  await page.mouse.up();
  await expect(page.locator('[data-layer][aria-selected="true"]')).toHaveCount(2);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+d');
  await count(page, 11); // two biases more: connections to unselected layers are not copied
  await page.keyboard.press('Delete');
  await count(page, 9);
  for (let i = 0; i < 3; i++) await undo(page);
  const back = (await layer(page, 'z1').boundingBox())!;
  expect(Math.abs(back.y - z1.y)).toBeLessThan(0.5);
  await page.locator('.edge-label', { hasText: 'w(3,2)' }).click();
  await page.keyboard.press('Delete');
  await count(page, 8);
});

test('the keyboard alone draws, connects, sets and trains', async ({ page }) => {
  await page.locator('[data-palette="layer"]').focus();
  await page.keyboard.press('Enter');
  await expect(layer(page, 'h1')).toHaveAttribute('aria-selected', 'true');
  await layer(page, 'x1').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Connect to').selectOption({ label: 'h1' });
  await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await layer(page, 'h1').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Connect to').selectOption({ label: 'y' });
  await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await count(page, 21); // 4 biases, 4 + 4 weights more
  await page.getByLabel('Activation').selectOption('relu');
  await page.getByLabel('Units', { exact: true }).fill('5');
  await page.keyboard.press('Enter');
  await count(page, 24);
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  // Shares of what the layer gives, between it and the output.
  await page.locator('[data-palette="softmax"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('takes the values of one layer').first()).toBeVisible();
  await page.getByLabel('Width', { exact: true }).fill('5');
  await page.keyboard.press('Enter');
  await layer(page, 'h1').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Connect to').selectOption({ label: 'softmax 1' });
  await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await layer(page, 'softmax 1').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Connect to').selectOption({ label: 'y' });
  await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await count(page, 29); // a weight for each of the five shares
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('2');
});

test('zoom holds what is under the pointer, and fit shows everything, in a smaller window too', async ({
  app,
  page,
}) => {
  const unit = layer(page, 'z1').locator('[data-unit]');
  const before = (await unit.boundingBox())!;
  const x = before.x + before.width / 2;
  const y = before.y + before.height / 2;
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -240);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await unit.boundingBox())!.width).toBeGreaterThan(before.width * 1.2);
  const after = (await unit.boundingBox())!;
  expect(Math.hypot(after.x + after.width / 2 - x, after.y + after.height / 2 - y)).toBeLessThan(1);
  await page.keyboard.press('Shift+1');
  for (const name of ['x1', 'y']) await expect(layer(page, name)).toBeInViewport();
  // Nobody has moved the view since: it goes on showing everything. Then somebody has.
  const resize = (width: number): Promise<void> =>
    app.evaluate(({ BrowserWindow }, wide) => BrowserWindow.getAllWindows()[0]!.setContentSize(wide, 700), width);
  await resize(1000);
  for (const name of ['x1', 'y'])
    await expect(layer(page, name).locator('[data-unit]')).toBeInViewport({ ratio: 0.99 });
  await page.getByRole('listbox', { name: 'Network drawing' }).hover({ position: { x: 30, y: 30 } });
  await page.mouse.wheel(0, 40);
  const moved = (await unit.boundingBox())!;
  await resize(1280);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(1280);
  expect((await unit.boundingBox())!.width).toBeCloseTo(moved.width, 1);
});
