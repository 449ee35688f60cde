/** The whole way of a language model, in one go: a list is dropped, a model made, trained until its texts improve, let write, edited, taken back in time, and exported. */
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerSaveDialog, drop, expect, root, test } from '../fixtures.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-chain-'));
const place = (page: Page) => page.locator('[data-place="language"]');
const making = (page: Page) => place(page).getByRole('tabpanel', { name: 'Model & training' });
const writing = (page: Page) => place(page).locator('#language-part-writing');
const go = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
const stepOf = async (page: Page): Promise<number> =>
  Number((await making(page).locator('[data-fact="step"]').textContent())!.replace(/\D/g, ''));
const heldOut = (page: Page) => making(page).locator('[data-fact="model-held-out"]');

/** Of the pairs of neighbouring letters in some words, the share that real names have. */
function likeNames(words: readonly string[], pairs: ReadonlySet<string>): number {
  const found = words.flatMap((word) => Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2)));
  return found.filter((pair) => pairs.has(pair)).length / Math.max(1, found.length);
}

const names = readFileSync(path.join(root, 'assets/texts/first-names.txt'), 'utf8').trim().split('\n').slice(0, 4000);
const counts = new Map<string, number>();
for (const name of names) {
  for (let i = 0; i + 1 < name.length; i++) {
    const pair = name.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
}
/** Pairs that one name in a hundred has. */
const common = new Set([...counts].filter(([, count]) => count >= 40).map(([pair]) => pair));

test('from a dropped list to an exported model that one has trained, let write, turned and taken back', async ({
  app,
  page,
}) => {
  await page.keyboard.press('Alt+2');
  await drop(page, 'people.txt', Buffer.from(`${names.join('\n')}\n`));
  await expect(page.getByRole('tab', { name: 'Text' })).toHaveAttribute('aria-selected', 'true');
  await expect(place(page).getByText('Lines, one document each')).toBeVisible();

  await go(page, 'Model & training');
  await making(page).getByText('A GPT that invents names').click();
  await expect(making(page).locator('nav [data-fact="parameters"]')).toHaveText('4 192');
  await making(page).getByRole('button', { name: 'Make the model' }).click();
  await expect(page.getByRole('banner')).toContainText('4 192 parameters');
  await expect.poll(async () => Number(await heldOut(page).textContent())).toBeCloseTo(3.3, 1); // ln 27
  const every = making(page).getByRole('textbox', { name: 'Steps between two texts' });
  await every.fill('10');
  await every.press('Enter');
  await page.keyboard.press('F5');
  await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(500);
  await page.keyboard.press('F5');
  await expect(making(page).getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  const trained = await stepOf(page);
  await expect.poll(async () => Number(await heldOut(page).textContent())).toBeLessThan(2.6);
  const texts = making(page).getByRole('list', { name: 'Texts written while training, the newest first' });
  const wordsOf = async (which: 'first' | 'last'): Promise<string[]> =>
    texts.getByRole('listitem')[which]().locator('.document').allTextContents();
  const [early, late] = [await wordsOf('last'), await wordsOf('first')];
  expect(likeNames(late, common)).toBeGreaterThan(likeNames(early, common) + 0.15);
  expect(likeNames(late, common)).toBeGreaterThan(0.6);

  await go(page, 'Writing');
  const text = writing(page).getByRole('listbox', { name: 'Written text' });
  const written = async (): Promise<string> => {
    await expect(text).toHaveAttribute('aria-busy', 'false');
    return (await writing(page).locator('.word').allTextContents()).join('');
  };
  await expect.poll(written).toMatch(/^[a-z]+<end>$/);
  const before = await written();

  await writing(page).getByRole('group', { name: 'Shown beside the text' }).getByText('Steer').click();
  await writing(page).getByRole('list', { name: 'Tokens that may come next' }).getByRole('button').nth(1).click();
  await writing(page)
    .getByRole('list', { name: 'Parameters with the largest effect' })
    .getByRole('button')
    .first()
    .click();
  const odds = writing(page).locator('[data-fact="odds"]');
  const knob = writing(page).getByRole('slider');
  const value = await knob.getAttribute('aria-valuenow');
  for (let i = 0; i < 6; i++) await knob.press('PageUp');
  await expect(odds).toContainText('was');
  await expect(knob).not.toHaveAttribute('aria-valuenow', value!);
  await expect.poll(written).not.toBe(before);
  const turned = await written();

  await go(page, 'Model & training');
  await making(page).getByLabel('Step shown').fill('100');
  await expect.poll(() => stepOf(page)).toBe(100);
  await go(page, 'Writing');
  await expect.poll(written).not.toBe(turned);
  await go(page, 'Model & training');
  await making(page).getByLabel('Step shown').fill(String(trained));
  await expect.poll(() => stepOf(page)).toBe(trained);
  await go(page, 'Writing');
  await expect.poll(written).toBe(turned); // the turn of the knob belongs to the run

  const file = path.join(folder, 'people.safetensors');
  await answerSaveDialog(app, file);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /safetensors/i }).click();
  await expect(page.getByText('Exported all parameters to people.safetensors.')).toBeVisible();
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString()) as Record<
    string,
    { readonly shape?: readonly number[] }
  >;
  const sizes = Object.values(header).flatMap(({ shape }) => (shape ? [shape.reduce((a, b) => a * b, 1)] : []));
  expect(sizes.reduce((a, b) => a + b, 0)).toBe(4192);
});
