/** A language model writes, and is taken by the hand: another token, a turned parameter, a head switched off, and all of it back. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test } from '../fixtures.ts';

const place = (page: Page) => page.locator('[data-place="language"]');
const part = (page: Page) => place(page).locator('#language-part-writing');
const text = (page: Page) => part(page).getByRole('listbox', { name: 'Written text' });
const tokens = (page: Page) => text(page).getByRole('option');
const alternatives = (page: Page) => part(page).getByRole('list', { name: 'Alternatives, the likeliest first' });
const panel = (page: Page, name: string) =>
  part(page).getByRole('group', { name: 'Shown beside the text' }).getByText(name, { exact: true });
const field = (page: Page, name: string) => part(page).getByRole('textbox', { name, exact: true });
const odds = (page: Page) => part(page).locator('[data-fact="odds"] b');
const loss = (page: Page) => part(page).locator('[data-fact="loss"] b');

/** As people read it: without the end. */
const written = async (page: Page): Promise<string> => {
  await expect(text(page)).toHaveAttribute('aria-busy', 'false');
  return (await part(page).locator('.word').allTextContents()).join('').replace('<end>', '');
};

async function enter(page: Page): Promise<void> {
  await page.keyboard.press('Alt+2');
  await place(page).getByRole('tab', { name: 'Writing' }).click();
}

async function setNumber(page: Page, name: string, value: string): Promise<void> {
  await field(page, name).fill(value);
  await field(page, name).press('Enter');
}

test.describe('the names model', () => {
  test.use({ arguments: [path.join(root, 'assets/models/names.weightroom')] });
  test.beforeEach(async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'names' })).toBeVisible(); // opening ends in the Network place
  });

  test('writes at once, and with a seed what the command line writes with it', async ({ page }) => {
    await enter(page);
    await expect(tokens(page).first()).toBeVisible();
    for (const [seed, name] of [
      ['7', 'agni'],
      ['8', 'tise'],
      ['9', 'dorish'],
    ] as const) {
      await setNumber(page, 'Seed', seed);
      await expect.poll(() => written(page)).toBe(name);
    }
    await expect(tokens(page).first()).toHaveAttribute('aria-label', /^d, [\d.]+\s%$/);
  });

  test('goes on from another token, chosen by pointer or by key, the same every time', async ({ page }) => {
    await enter(page);
    await setNumber(page, 'Seed', '9');
    await expect.poll(() => written(page)).toBe('dorish');
    await tokens(page).nth(2).click();
    await expect(alternatives(page).getByRole('button', { name: /^r, .*chosen$/ })).toBeVisible();
    const other = alternatives(page).getByRole('button', { name: /^n, / });
    await other.click();
    await expect.poll(() => written(page)).toMatch(/^don/);
    const first = await written(page);

    await part(page).getByRole('button', { name: 'Write', exact: true }).click();
    await expect.poll(() => written(page)).toBe('dorish');
    await text(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(alternatives(page).getByRole('button', { name: /^r, .*chosen$/ })).toBeFocused();
    const labels = await alternatives(page)
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
    const [from, to] = ['r, ', 'n, '].map((start) => labels.findIndex((label) => label.startsWith(start)));
    for (let i = 0; i < Math.abs(to! - from!); i++) await page.keyboard.press(to! > from! ? 'ArrowDown' : 'ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(() => written(page)).toBe(first);
  });

  test('is steered by hand: odds and text move with the knob, and undo brings both back', async ({ page }) => {
    await enter(page);
    await field(page, 'Prompt').fill('mar');
    await field(page, 'Prompt').press('Enter');
    await setNumber(page, 'Seed', '3');
    const name = 'le';
    await expect.poll(() => written(page)).toBe(name); // what stood there before is another name
    await panel(page, 'Steer').click();
    await part(page).getByRole('list', { name: 'Tokens that may come next' }).getByRole('button').nth(2).click();
    const list = part(page).getByRole('list', { name: 'Parameters with the largest effect' });
    await expect(list.getByRole('listitem')).toHaveCount(50);
    await expect(list.getByRole('listitem').first()).toContainText(/from|unit|dimension/);
    const before = (await odds(page).textContent())!;
    await list.getByRole('button').first().click();
    const knob = part(page).getByRole('slider');
    const valueBefore = await knob.getAttribute('aria-valuenow');
    const slope = await list.getByRole('button').first().textContent();
    const key = slope!.includes('+') ? 'PageUp' : 'PageDown';
    for (let i = 0; i < 2; i++) await knob.press(key);
    await expect
      .poll(async () => Number.parseFloat((await odds(page).textContent())!))
      .toBeGreaterThan(Number.parseFloat(before));
    await expect(part(page).locator('[data-fact="odds"]')).toContainText(`was ${before}`);
    await expect(part(page).getByRole('button', { name: 'Undo' })).toBeEnabled();
    await part(page).getByRole('button', { name: 'Undo' }).click();
    await expect(knob).toHaveAttribute('aria-valuenow', valueBefore!);
    await expect(part(page).locator('[data-fact="odds"]')).toContainText('as it was');
    await expect.poll(() => written(page)).toBe(name);
    await part(page).getByText('Tensors', { exact: true }).click();
    await expect(part(page).getByRole('list', { name: 'Tensors by their effect' }).getByRole('listitem')).toHaveCount(
      7,
    );
  });

  test('does without a head: loss and text are others, and on again what they were', async ({ page }) => {
    await enter(page);
    await expect(tokens(page).first()).toBeVisible();
    const name = await written(page);
    await panel(page, 'Switch off').click();
    await expect(loss(page)).toHaveText(/^\d\.\d+$/);
    const before = await loss(page).textContent();
    await part(page).getByRole('button', { name: 'Measure all 4' }).click();
    const parts = part(page).getByRole('list', { name: 'Parts of the model' });
    await expect(parts.getByRole('listitem').first()).toContainText(/\+0\.\d+/);
    for (let head = 1; head <= 4; head++)
      await parts.getByRole('switch', { name: `attention 1, head ${head}` }).click();
    await expect(part(page).locator('[data-fact="loss"]')).toContainText('with 4 off');
    await expect.poll(() => written(page)).not.toBe(name);
    await part(page).getByRole('button', { name: '4 parts off' }).click();
    await expect(loss(page)).toHaveText(before!);
    await expect.poll(() => written(page)).toBe(name);
    await part(page).getByRole('combobox', { name: 'Parts' }).selectOption({ index: 1 });
    await part(page).getByRole('button', { name: 'Measure all 64' }).click();
    await expect(parts.getByRole('listitem').first()).toContainText(/\+0\.\d+/, { timeout: 30_000 });
  });
});

test('with nothing loaded the place writes at once by a model of the app, and only a click opens that model', async ({
  page,
}) => {
  await page.keyboard.press('Alt+2');
  const shown = (name: string) => part(page).getByRole('region', { name: `Text that the model ${name} writes` });
  await expect(shown('Verses')).toContainText(/[a-z]+ [a-z]+/);
  await expect(part(page).locator('[data-fact="shipped"]')).toContainText(/91.392 parameters,\s+learned from/);
  await part(page).getByText('Sentences', { exact: true }).first().click();
  await expect(shown('Sentences')).toHaveAttribute('aria-busy', 'false');
  await expect(shown('Sentences').locator('p').nth(3)).toHaveText(/^\s*(the|an?) [a-z ]+\.\s*$/);
  await expect(part(page).locator('[data-fact="shipped"]')).toContainText(
    /13.952 parameters,\s+learned from A tiny grammar/,
  );
  await part(page).getByText('Names', { exact: true }).first().click();
  await expect(shown('Names').locator('p').nth(20)).toHaveText(/^\s*[a-z]+\s*$/);
  const first = await shown('Names').textContent();
  await part(page).getByRole('button', { name: 'Another text' }).click();
  await expect(shown('Names')).not.toHaveText(first!);
  await expect(page.getByRole('banner')).toContainText('9 parameters'); // the person's own network
  await part(page).getByRole('button', { name: 'Open it and write with it' }).click();
  await expect(tokens(page).first()).toBeVisible();
  await expect.poll(() => written(page)).toMatch(/^[a-z]+$/);
  await page.getByRole('button', { name: 'Undo open a ready language model' }).click();
  await expect(page.getByRole('banner')).toContainText('9 parameters');
  await part(page).getByRole('button', { name: 'Train it on' }).click();
  await expect(page.getByRole('tab', { name: 'Model & training' })).toHaveAttribute('aria-selected', 'true');
  await expect
    .poll(async () => Number((await place(page).locator('[data-fact="step"]').textContent())!.replace(/\D/g, '')))
    .toBeGreaterThan(2000);
  await page.keyboard.press('F5');
});

test('a model of hidden tokens names candidates for what is hidden by a click, and takes one', async ({ page }) => {
  await page.keyboard.press('Alt+2');
  await page.getByRole('tab', { name: 'Model & training' }).click();
  const making = place(page).getByRole('tabpanel', { name: 'Model & training' });
  await making.getByText('A small BERT on characters').click();
  await making.getByRole('button', { name: 'Turn it on' }).click();
  for (const [name, value] of [
    ['Layers', '1'],
    ['Width', '32'],
  ] as const) {
    await making.getByRole('textbox', { name }).fill(value);
    await making.getByRole('textbox', { name }).press('Enter');
  }
  await making.getByRole('button', { name: 'Make the model' }).click();
  // While it learns, it fills in the same hidden tokens every so many steps.
  const every = making.getByRole('textbox', { name: 'Steps between two texts' });
  await every.fill('2');
  await every.press('Enter');
  await page.keyboard.press('F5');
  const guesses = making.getByRole('list', { name: 'Texts written while training, the newest first' });
  await expect(guesses.getByRole('listitem').first()).toContainText(/‹\S+ \S+ \S+›[^]*\d of \d right/);
  await page.keyboard.press('F5');
  await expect(making.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await page.getByRole('tab', { name: 'Writing' }).click();
  await field(page, 'Sentence').fill('maria');
  await field(page, 'Sentence').press('Enter');
  const sentence = part(page).getByRole('group', { name: /^The sentence, token by token/ });
  await expect(sentence.getByRole('button')).toHaveText(['m', 'a', 'r', 'i', 'a']);
  await sentence.getByRole('button').nth(2).click();
  await sentence.getByRole('button').nth(4).click();
  await expect(sentence.getByRole('button', { name: 'r, hidden' })).toHaveAttribute('aria-pressed', 'true');
  const third = part(page).getByRole('region', { name: 'Token 3, was r' });
  await expect(third.getByRole('button')).toHaveCount(8);
  // A letter: so early in training the end of a name may be the likeliest, and is no text.
  const best = third.getByRole('button', { name: /^Fill in [a-z],/ }).first();
  const letter = /^Fill in (\S+),/.exec((await best.getAttribute('aria-label'))!)![1]!;
  await best.click();
  await expect(sentence.getByRole('button').nth(2)).toHaveText(letter);
  await expect(part(page).getByRole('region', { name: /^Token / })).toHaveCount(1);
  await expect(field(page, 'Sentence')).toHaveValue(`ma${letter}i<mask>`);
});
