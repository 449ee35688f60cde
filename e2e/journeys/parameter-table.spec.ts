/** The table of all parameters: keys move, values are edited and pasted, gradients come from training; the knob answers. */
import { expect, test } from '../fixtures.ts';

test('cells are reached and edited by keys, sorted, filtered, pasted and copied', async ({ page }) => {
  const detail = page.getByRole('region', { name: 'What the network says' });
  await detail.getByText('Parameters', { exact: true }).click();
  const grid = detail.getByRole('grid', { name: 'Parameters' });
  await grid.getByRole('gridcell').nth(1).click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('0.9');
  await page.keyboard.press('Enter');
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('0.900');

  const paste = (text: string) =>
    page.evaluate((content) => {
      const data = new DataTransfer();
      data.setData('text/plain', content);
      document.activeElement!.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
  await grid.getByRole('gridcell').nth(1).click();
  await paste('w(2,2)\t0.125\nb1\t-3');
  await expect(page.locator('.edge-label', { hasText: 'w(2,2)' })).toContainText('0.125');
  await expect(page.locator('[data-bias]', { hasText: 'b1' })).toContainText('−3.00');
  await paste('1\t2\t3');
  await expect(page.getByText('What was pasted has 3 columns.')).toBeVisible();
  await paste(Array.from({ length: 12 }, () => '1').join('\n'));
  await expect(page.getByText('12 values were pasted, but only 9 rows')).toBeVisible();
  await expect(page.locator('.edge-label', { hasText: 'w(2,2)' })).toContainText('0.125');

  await grid.getByRole('button', { name: 'value' }).click();
  await expect(grid.getByRole('gridcell').first()).toContainText('b1');
  await detail.getByPlaceholder('Filter 9 parameters').fill('w(3');
  await expect(grid).toHaveAttribute('aria-rowcount', '3');
});

test('gradient and last update are those of the training process', async ({ page }) => {
  const detail = page.getByRole('region', { name: 'What the network says' });
  await detail.getByText('Parameters', { exact: true }).click();
  await page.keyboard.press('F10');
  const first = detail.getByRole('grid', { name: 'Parameters' }).getByRole('row').nth(1).getByRole('gridcell');
  await expect(first.nth(2)).toHaveAttribute('title', /^−3\.18(6|5999)/);
  await expect(first.nth(3)).toHaveAttribute('title', /^0\.159/); // 0.05 · 3.186
  await page.keyboard.press('F5');
  await page.waitForTimeout(1500);
  await page.keyboard.press('F5');
  await expect(first.nth(2)).not.toHaveText('–');
});

test('the loss as a function of one weight has the gradient as its slope, and dragging in it turns the weight', async ({
  page,
}) => {
  await page.locator('.edge-label', { hasText: 'w(1,1)' }).click();
  const plot = page.getByRole('img', { name: /^Loss as a function of w\(1,1\)/ });
  expect(Number(await plot.getAttribute('data-slope'))).toBeCloseTo(-3.186, 9);
  await expect(plot).toHaveAccessibleName(/the optimizer would go to 0\.659/);
  const box = (await plot.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText(/0\.(49|50)/);
});

test('without biases the line passes through the origin, and they come back with their values', async ({ page }) => {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'A line that needs a bias' }).click();
  for (let i = 0; i < 30; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('30');
  const bias = page.locator('[data-bias]').first();
  const before = await bias.textContent();
  const toggle = page.getByRole('switch', { name: /^(On|Off)$/ });
  await toggle.uncheck();
  await expect(bias).toHaveCount(0);
  await expect(page.getByText('the line passes through the origin, whatever the weights')).toBeVisible();
  await toggle.check();
  await expect(bias).toHaveText(before!);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(bias).toHaveCount(0);
});

test('forward and backward flow along the edges, and leave at once when one goes on', async ({ page }) => {
  const flow = page.locator('[data-flow]');
  await expect(flow).toHaveAttribute('data-flow', 'none');
  await page.keyboard.press('F9');
  await expect(flow).toHaveAttribute('data-flow', 'forward');
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await expect(flow).toHaveAttribute('data-flow', 'backward');
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('→ 0.659');
  await expect(flow).toHaveAttribute('data-progress', '1.00');
  await page.keyboard.press('F9');
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('0.659');
  await expect(flow).toHaveAttribute('data-flow', 'none');
});
