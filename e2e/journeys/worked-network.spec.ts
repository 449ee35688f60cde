/** Points 1 and 2: the first screen is the worked network with its names, formulas and numbers, and every knob answers. */
import { expect, test } from '../fixtures.ts';

const names = ['w(1,1)', 'w(2,1)', 'w(1,2)', 'w(2,2)', 'w(3,1)', 'w(3,2)', 'b1', 'b2', 'b3'];

test('the first screen shows nine named parameters and three formulas with their numbers', async ({ page }) => {
  await expect(page.getByText('9 parameters', { exact: true })).toBeVisible();
  for (const name of names) await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
  const formula = (name: string) => page.locator(`[data-formula="${name}"] .symbols`);
  await expect(formula('z1')).toHaveText('z1 = x1·w(1,1) + x2·w(2,1) + b1');
  await expect(formula('z2')).toHaveText('z2 = x1·w(1,2) + x2·w(2,2) + b2');
  await expect(formula('y')).toHaveText('y = z1·w(3,1) + z2·w(3,2) + b3');
  // x1 = 1, x2 = 2: z1 = 0.5 - 0.8 + 0.1, z2 = 0.3 + 0.4 - 0.2, y = -0.12 - 0.25 + 0.3
  await expect(page.locator('[data-formula="z1"] [data-value]')).toHaveText('−0.200');
  await expect(page.locator('[data-formula="z2"] [data-value]')).toHaveText('0.500');
  await expect(page.locator('[data-formula="y"] [data-value]')).toHaveText('−0.0700');
});

test('a knob turns by keys, by wheel, by dragging and by typing, and everything that depends on it follows', async ({
  page,
}) => {
  await page.locator('.edge-label', { hasText: 'w(1,1)' }).click();
  const knob = page.getByRole('slider', { name: 'w(1,1)', exact: true });
  const output = page.locator('[data-formula="y"] [data-value]');
  await knob.focus();
  await knob.press('ArrowUp');
  await expect(knob).toHaveAttribute('aria-valuenow', '0.51');
  await expect(output).toHaveText('−0.0640'); // 0.01 · x1 · w(3,1)
  await page.waitForTimeout(500); // a gesture of keys ends when they rest
  await knob.hover();
  await page.mouse.wheel(0, -100);
  await expect(knob).toHaveAttribute('aria-valuenow', '0.52');
  await page.waitForTimeout(500);
  const box = (await knob.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 60, { steps: 6 });
  await page.mouse.up();
  await expect(knob).toHaveAttribute('aria-valuenow', '1.02'); // 60 of 240 pixels of a scale of 2
  const exact = page.getByRole('textbox', { name: 'w(1,1), exact value' });
  await exact.fill('2.5');
  await exact.press('Enter');
  await expect(output).toHaveText('1.13'); // -0.07 + 2 · 0.6
  await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText('2.50');

  // Each gesture was one entry.
  for (const expected of ['1.02', '0.52', '0.51', '0.5']) {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(page.locator('.edge-label', { hasText: 'w(1,1)' })).toContainText(Number(expected).toPrecision(3));
  }
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
});

test('what is no number is refused with the reason, and the value stays', async ({ page }) => {
  await page.locator('.edge-label', { hasText: 'w(3,1)' }).click();
  const exact = page.getByRole('textbox', { name: 'w(3,1), exact value' });
  await exact.fill('lots');
  await expect(page.getByRole('alert')).toHaveText('w(3,1) must be a finite number, not “lots”.');
  await exact.press('Escape');
  await expect(page.getByRole('slider', { name: 'w(3,1)' })).toHaveAttribute('aria-valuenow', '0.6');
});

test('a bias turns in place on the canvas, and an input can be changed by hand', async ({ page }) => {
  const bias = page.locator('[data-bias]', { hasText: 'b3' });
  const box = (await bias.boundingBox())!;
  await page.mouse.move(box.x + 8, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 8, box.y - 42, { steps: 5 });
  await page.mouse.up();
  await expect(page.locator('[data-formula="y"] [data-value]')).toHaveText('0.430'); // 50 pixels = 0.5 up
  await page.getByRole('option', { name: /^x1\s*, input/ }).click();
  const knob = page.getByRole('slider', { name: 'x1, the input' });
  await knob.focus();
  await knob.press('PageUp');
  await expect(page.getByText('your own inputs')).toBeVisible();
});

test('the gradients of one step are those of the hand calculation in the read me', async ({ page }) => {
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await expect(page.getByRole('button', { name: 'Update' })).toBeEnabled();
  await expect(page.locator('[data-fact="loss"]')).toHaveAttribute('title', /^4\.9219[45]/);
  const weights = {
    'w(1,1)': -3.186,
    'w(2,1)': -1.68,
    'w(1,2)': 2.655,
    'w(2,2)': 1.4,
    'w(3,1)': -1.881,
    'w(3,2)': -1.461,
  };
  const biases = { b1: -2.076, b2: 1.73, b3: -3.46 };
  const shown = async (): Promise<number> =>
    Number((await page.locator('[data-fact="gradient"]').textContent())!.replace('−', '-'));
  for (const [name, gradient] of Object.entries(weights)) {
    await page.locator('.edge-label', { hasText: name }).click();
    expect(await shown(), name).toBeCloseTo(gradient, 12);
  }
  for (const [name, gradient] of Object.entries(biases)) {
    await page.locator('[data-bias]', { hasText: name }).click();
    expect(await shown(), name).toBeCloseTo(gradient, 12);
  }
  // b3 moves to 0.3 - 0.05 · (-3.46) = 0.473 but for the last bit, and exactly to where it was announced.
  const announced = (await page.locator('[data-fact="next"]').textContent())!;
  expect(Number(announced)).toBeCloseTo(0.473, 15);
  await page.keyboard.press('F9');
  await expect(page.locator('[data-fact="exact"]')).toHaveText(announced);
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
});
