/** Text for language models: one that comes with the app or a person's own, cut into tokens that are learned in sight. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, answerSaveDialog, expect, killTraining, test } from '../fixtures.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-text-'));

const enter = async (page: Page): Promise<void> => {
  await page.keyboard.press('Alt+2');
  await page.getByRole('tab', { name: 'Text' }).click();
  await expect(fact(page, 'Vocabulary')).toHaveText('27');
};
const place = (page: Page) => page.locator('[data-place="language"]');
const fact = (page: Page, name: string) =>
  place(page)
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd');
const kind = (page: Page, name: string) =>
  place(page).getByRole('group', { name: 'Kind of tokenizer' }).getByText(name, { exact: true });
const tokens = (page: Page) => place(page).locator('span[data-at]');

async function open(
  app: Parameters<typeof answerOpenDialog>[0],
  page: Page,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  await answerOpenDialog(app, file);
  await place(page).getByRole('button', { name: 'Open …' }).click();
}

test('the place opens with names, cut into characters; a token says what it is by pointer and by key', async ({
  page,
}) => {
  await enter(page);
  await expect(fact(page, 'Lines, one document each')).toHaveText('8 403');
  await expect(tokens(page).nth(1)).toHaveText('a');
  await expect(fact(page, 'lines to learn, held out')).toHaveText('7 563, 840');
  const heldOut = place(page).getByRole('textbox', { name: 'Held out, %' });
  await heldOut.fill('20');
  await heldOut.press('Enter');
  await expect(fact(page, 'lines to learn, held out')).toHaveText('6 722, 1 681');
  await tokens(page).nth(3).hover();
  await expect(page.locator('#token-facts')).toContainText('bytes 72');
  await page.getByRole('group', { name: /The text as tokens/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#token-facts')).toContainText('65'); // the e after the r
});

test('byte pairs are learned in sight, merge by merge, and go out as tokenizer.json and back', async ({
  app,
  page,
}) => {
  await enter(page);
  await place(page).getByRole('combobox', { name: 'Source' }).selectOption('moby-dick');
  await expect(fact(page, 'Characters')).toHaveText('1 189 786');
  await kind(page, 'Byte pairs').click();
  await expect(place(page).getByRole('progressbar')).toBeVisible();
  await expect(fact(page, 'Vocabulary')).toHaveText('512');
  const merges = place(page).getByRole('list', { name: 'Merges, the newest first' });
  await expect(merges.getByRole('listitem').first()).toContainText('256');
  await expect(place(page).locator('footer')).toContainText('of 1 189 786 characters');
  const file = path.join(folder, 'tokenizer.json');
  await answerSaveDialog(app, file);
  await place(page).getByRole('button', { name: 'Export …' }).click();
  await expect(page.getByText('Exported the tokenizer to tokenizer.json.')).toBeVisible();
  expect((JSON.parse(readFileSync(file, 'utf8')) as { model: { type: string } }).model.type).toBe('BPE');
  await kind(page, 'Words').click();
  await expect(fact(page, 'Vocabulary')).toHaveText('8 192');
  await answerOpenDialog(app, file);
  await place(page).getByRole('button', { name: 'Import …' }).click();
  await expect(page.getByText('Imported a vocabulary of 512 tokens from tokenizer.json.')).toBeVisible();
  await expect(fact(page, 'Vocabulary')).toHaveText('512');
});

test('learning can be cancelled, and leaves what was there', async ({ page }) => {
  await enter(page);
  await place(page).getByRole('combobox', { name: 'Source' }).selectOption('moby-dick');
  await expect(fact(page, 'Vocabulary')).toHaveText('81');
  await kind(page, 'Byte pairs').click();
  const size = place(page).getByRole('textbox', { name: 'Vocabulary' });
  await size.fill('50000');
  await size.press('Enter');
  await place(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(place(page).getByRole('progressbar')).toHaveCount(0);
  await expect(fact(page, 'Vocabulary')).not.toHaveText('50 000');
});

test('a column of a table and a field of JSON lines become documents', async ({ app, page }) => {
  await enter(page);
  await open(app, page, 'mine.csv', 'title,body\nOne,"A longer text"\nTwo,"Another long text"\n');
  await expect(place(page).getByRole('combobox', { name: 'Column or field' })).toHaveValue('body');
  await expect(fact(page, 'Lines, one document each')).toHaveText('2');
  await place(page).getByRole('combobox', { name: 'Column or field' }).selectOption('title');
  await expect(fact(page, 'Characters')).toHaveText('8');
  await open(app, page, 'mine.jsonl', '{"note":{"text":"ab"}}\n{"note":{"text":"ba"}}\n');
  await expect(fact(page, 'Vocabulary')).toHaveText('3');
  // Above 8 MB a table has no bytes when it is opened: they are read in parts.
  await open(
    app,
    page,
    'long.csv',
    `number,body\n${'1,A text that stands in each row of a long table\n'.repeat(190_000)}`,
  );
  await expect(fact(page, 'Lines, one document each')).toHaveText('190 000', { timeout: 30_000 });
  await expect(fact(page, 'Characters')).toHaveText('8 930 000');
  await expect(place(page).getByRole('alert')).toHaveCount(0);
});

test('any text can be seen as tokens, with what the vocabulary lacks, while the text to learn from stays', async ({
  page,
}) => {
  await enter(page);
  await place(page).getByRole('group', { name: 'Shown as tokens' }).getByText('Any text', { exact: true }).click();
  const field = place(page).getByRole('textbox', { name: 'Any text' });
  await field.fill('anna');
  const facts = place(page).locator('[data-fact="tried"]');
  await expect(facts).toHaveText(/4 tokens, 2 different, 1.00 characters each/);
  await expect(tokens(page)).toHaveText(['a', 'n', 'n', 'a']);
  await tokens(page).nth(1).hover();
  await expect(page.locator('#token-facts')).toContainText('bytes 6E');
  await field.fill('Anna');
  await expect(place(page).getByRole('alert')).toContainText('The character "A" (U+0041) at position 0');
  await kind(page, 'Words').click();
  await field.fill('anna zzyzx');
  await expect(facts).toHaveText(/2 tokens, 2 different, 5.00 characters each, 1 unknown\s\(50.0.%\)/);
  await expect(fact(page, 'Lines, one document each')).toHaveText('8 403');
});

test('a list of one’s own becomes documents, by itself or as the person says, with an end token between them', async ({
  app,
  page,
}) => {
  await enter(page);
  const taken = place(page).getByRole('group', { name: 'How the text is taken' });
  const end = place(page).getByRole('switch', { name: 'End token' });
  await open(app, page, 'pets.txt', 'rex\nluna\nbello\n');
  await expect(fact(page, 'Lines, one document each')).toHaveText('3');
  await expect(end).toBeChecked();
  await expect(tokens(page).nth(4)).toHaveText('<end>');
  await open(app, page, 'people.txt', 'Anna Lee\nBo Ray\n'.repeat(6));
  await expect(taken.getByRole('radio', { name: 'Running text' })).toBeChecked();
  await expect(end).toHaveCount(0);
  await expect(place(page).getByText(/Its lines are short/)).toBeVisible();
  await taken.getByText('Lines', { exact: true }).click();
  await expect(fact(page, 'Lines, one document each')).toHaveText('12');
  await expect(end).toBeChecked();
  await expect(tokens(page).nth(9)).toHaveText('<end>');
  for (const name of ['Words', 'Characters']) {
    await kind(page, name).click();
    await expect(fact(page, 'lines to learn, held out')).toHaveText('11, 1');
  }
  await expect(place(page).getByRole('alert')).toHaveCount(0);
});

test('pasted text is cut like any other', async ({ page }) => {
  await enter(page);
  await place(page).getByRole('button', { name: 'Paste …' }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('abracadabra 🐳');
  await page.getByRole('button', { name: 'Use this text' }).click();
  await expect(fact(page, 'Vocabulary')).toHaveText('7');
  await expect(tokens(page).nth(12)).toHaveText('🐳');
});

test('what cannot be learned from is refused or warned about by name, and the text before stays', async ({
  app,
  page,
}) => {
  await enter(page);
  const alert = place(page).getByRole('alert');
  await open(app, page, 'empty.txt', '');
  await expect(alert).toHaveText('"empty.txt" is empty. Choose a file with text.');
  await expect(fact(page, 'Vocabulary')).toHaveText('27');
  await open(app, page, 'picture.txt', Uint8Array.of(0x61, 0x62, 0x00, 0x07));
  await expect(alert).toHaveText(
    '"picture.txt" is not text: byte 2 is 0x00. It seems to be a binary file; open a text file.',
  );
  await open(app, page, 'latin.txt', Uint8Array.of(0x61, 0xe9, 0x61));
  await expect(alert).toContainText('is not UTF-8 text: byte 1 is 0xe9');
  await open(app, page, 'one.txt', 'a');
  await expect(place(page).getByText(/there is nothing to guess/)).toBeVisible();
  await kind(page, 'Words').click();
  const words = Array.from({ length: 1_000_000 }, (_, i) => `w${i.toString(36)}`).join(' ');
  await open(app, page, 'words.txt', words);
  await expect(place(page).getByText(/it has 1000000 distinct words, and the vocabulary keeps 8191/)).toBeVisible({
    timeout: 20_000,
  });
});

test('a text of one’s own is there again after the training process has died', async ({ app, page }) => {
  await enter(page);
  await open(app, page, 'own.txt', 'abracadabra');
  await expect(fact(page, 'Vocabulary')).toHaveText('5');
  await killTraining(app);
  await expect(page.getByText(/The training process ended unexpectedly/)).toBeVisible();
  await expect(place(page).getByRole('progressbar')).toHaveCount(0);
  await expect(fact(page, 'Vocabulary')).toHaveText('5');
  await kind(page, 'Words').click(); // the new process has the text
  await expect(fact(page, 'Vocabulary')).not.toHaveText('5');
  await expect(place(page).getByRole('alert')).toHaveCount(0);
});

test('a long text is read while the window stays alive', async ({ app, page }) => {
  await enter(page);
  await open(app, page, 'long.txt', 'Call me Ishmael, and then again. '.repeat(600_000)); // 20 MB
  await expect(place(page).getByRole('progressbar')).toBeVisible();
  await place(page).getByRole('button', { name: 'Paste …' }).click(); // answers while reading goes on
  await expect(page.getByRole('dialog', { name: 'Paste a text' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(fact(page, 'Characters')).toHaveText('19 800 000', { timeout: 30_000 });
});
