/** A run leaves the window as a film: GIF and WebM, read back by their own rules; the window stays free meanwhile. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerSaveDialog, expect, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`).first();

async function trainXor(page: Page, steps: number): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'XOR' }).click();
  for (let i = 1; i <= steps; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByText('Film', { exact: true }).click();
}

async function set(page: Page, label: string, value: string): Promise<void> {
  const field = page.locator('.film').getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** Width, height and number of pictures of a GIF, block by block. */
function readGif(file: Buffer): { width: number; height: number; frames: number } {
  expect(file.toString('latin1', 0, 6)).toBe('GIF89a');
  let frames = 0;
  let at = 13 + 3 * 256;
  const skipBlocks = (): void => {
    while (file[at] !== 0) at += file[at]! + 1;
    at++;
  };
  while (file[at] !== 0x3b) {
    const kind = file[at];
    at += kind === 0x21 ? 2 : 11;
    if (kind === 0x2c) frames++;
    skipBlocks();
  }
  return { width: file.readUInt16LE(6), height: file.readUInt16LE(8), frames };
}

test('a GIF of twelve steps has twelve pictures, and the window is never held up while it is made', async ({
  app,
  page,
  profile,
}) => {
  await trainXor(page, 20);
  await set(page, 'Pictures', '12');
  await page.locator('.film').getByLabel('Steps').selectOption({ label: 'at equal distances' });
  await page.locator('.film').getByLabel('Size').selectOption({ label: '640 × 360' });
  const file = path.join(profile, 'film.gif');
  await answerSaveDialog(app, file);
  await page.evaluate(() => {
    const longest = { task: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.task = Math.max(longest.task, duration);
    }).observe({ type: 'longtask' });
  });
  await page.getByRole('button', { name: 'Make the film' }).click();
  await expect(page.getByText(/Saved the film as film\.gif/)).toBeVisible({ timeout: 60_000 });
  expect(readGif(readFileSync(file))).toEqual({ width: 640, height: 360, frames: 12 });
  const longest = await page.evaluate(() => (window as unknown as { longest: { task: number } }).longest.task);
  console.log(`longest task while the film was made: ${longest.toFixed(0)} ms`);
  expect(longest).toBeLessThan(200); // 50 on a machine that does nothing else
  await expect(fact(page, 'step')).toHaveText('20');
});

test('a WebM has its pictures as blocks', async ({ app, page, profile }) => {
  await trainXor(page, 10);
  await set(page, 'Pictures', '8');
  await set(page, 'A second', '4');
  await page.locator('.film').getByLabel('Size').selectOption({ label: '640 × 360' });
  await page.locator('.film').getByLabel('File').selectOption({ label: 'WebM' });
  const file = path.join(profile, 'film.webm');
  await answerSaveDialog(app, file);
  await page.getByRole('button', { name: 'Make the film' }).click();
  await expect(page.getByText(/Saved the film as film\.webm/)).toBeVisible({ timeout: 60_000 });
  const bytes = readFileSync(file);
  expect([...bytes.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
  const blocks = bytes.toString('latin1').split('\xa3\x01\x00\x00\x00').length - 1;
  expect(blocks).toBeGreaterThanOrEqual(6); // one per different step: the early ones are close together
  expect(blocks).toBeLessThanOrEqual(8);
});

test('a film can be given up, and says what it cannot be', async ({ app, page, profile }) => {
  await trainXor(page, 30);
  await set(page, 'Pictures', '31');
  await page.locator('.film').getByLabel('From step', { exact: true }).fill('99');
  await expect(page.getByText(/can be revisited from step 0 to 30; 99 is not one/)).toBeVisible();
  await page.keyboard.press('Escape');
  const file = path.join(profile, 'never.gif');
  await answerSaveDialog(app, file);
  await page.getByRole('button', { name: 'Make the film' }).click();
  await page.locator('.film').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Make the film' })).toBeEnabled();
  expect(existsSync(file)).toBe(false);
});
