/** Whoever asks their system for less motion gets the same pictures at once: no flow, no flight, no transition. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`);

/** Presses F9 and collects how far the flow over the edges is said to be, until it is over. */
async function flowAfterPhase(page: Page): Promise<string[]> {
  const flow = page.locator('canvas[data-flow]');
  await flow.evaluate((canvas: HTMLCanvasElement) => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => seen.push(canvas.dataset['progress']!)).observe(canvas, { attributes: true });
  });
  await page.keyboard.press('F9');
  await expect(flow).toHaveAttribute('data-flow', 'forward');
  await expect(flow).toHaveAttribute('data-progress', '1.00');
  return page.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

test('a phase shows what it leaves at once; with motion it flows there', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect((await flowAfterPhase(page)).filter((progress) => progress !== '1.00')).toEqual([]);
  for (let i = 0; i < 3; i++) await page.keyboard.press('F9');
  await expect(fact(page, 'step')).toHaveText('1');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect((await flowAfterPhase(page)).filter((progress) => progress !== '1.00').length).toBeGreaterThan(0);
});

test('nothing in the window moves by a transition, and the atlas goes to a model without a flight', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const longest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return [...transitionDuration.split(','), ...animationDuration.split(',')].map(parseFloat);
      }),
    ),
  );
  expect(longest).toBeLessThanOrEqual(0.001);
  await page.getByRole('button', { name: 'Atlas', exact: true }).click();
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Show mine' }).click();
  await page.waitForTimeout(200);
  const map = page.locator('[data-place="atlas"] canvas').first();
  const soon = await map.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await page.waitForTimeout(600);
  expect(await map.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())).toBe(soon);
});

test('charts go on while the rest is still: the cursor and the line move with training', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (let i = 1; i <= 3; i++) {
    await page.keyboard.press('F10');
    await expect(fact(page, 'step')).toHaveText(String(i));
  }
  const chart = page.getByRole('slider', { name: 'Loss over steps' });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuenow', '3');
});
