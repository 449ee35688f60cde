/** Data: what a person draws, types, pastes and chooses becomes what the network learns from. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, expect, test } from '../fixtures.ts';

const detail = (page: Page) => page.getByRole('region', { name: 'What the network says' });

async function openExample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('a digit drawn by mouse is read by a network trained a moment before; the keyboard draws too', async ({
  page,
}) => {
  await openExample(page, 'Digits');
  await page.keyboard.press('F5');
  await expect
    .poll(async () => Number((await page.locator('[data-fact="step"]').textContent())!.replace(/\D/g, '')), {
      timeout: 30_000,
    })
    .toBeGreaterThan(600);
  await page.keyboard.press('F5');
  await detail(page).getByText('Draw', { exact: true }).click();
  const pad = detail(page).getByRole('application', { name: /Drawing pad/ });
  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  // A ring: zero.
  await page.mouse.move(...at(0.5, 0.15));
  await page.mouse.down();
  for (let i = 1; i <= 24; i++) {
    const angle = (i / 24) * 2 * Math.PI;
    await page.mouse.move(...at(0.5 + 0.25 * Math.sin(angle), 0.5 - 0.35 * Math.cos(angle)));
  }
  await page.mouse.up();
  await expect(detail(page).locator('tr.best th')).toHaveText('0');
  await expect(detail(page).getByText('as the network sees it')).toBeVisible();
  await detail(page).getByRole('button', { name: 'Clear' }).click();
  await pad.focus();
  // A thick upright stroke, block by block: one.
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
  }
  await expect(detail(page).locator('tr.best th')).toHaveText('1');
});

test('points are added, moved and removed on the map, by mouse and by keyboard, and each undoes', async ({ page }) => {
  await openExample(page, 'XOR');
  await page.keyboard.press('Control+Shift+m');
  const large = page.getByRole('region', { name: 'Large map' });
  const facts = page.locator('nav .facts').first();
  await expect(facts).toContainText('4 to train on');
  await large.getByLabel('Edit points').click();
  const map = large.locator('[data-map]');
  const box = (await map.boundingBox())!;
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.click(...at(0.5, 0.5));
  await expect(facts).toContainText('5 to train on');
  await expect(page.getByLabel('Set', { exact: true })).toHaveValue('own');
  await large.getByText('1', { exact: true }).click();
  await page.mouse.click(...at(0.6, 0.3));
  await expect(facts).toContainText('6 to train on');
  // Drag the last one, then take it away.
  await page.mouse.move(...at(0.6, 0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.3, 0.7), { steps: 6 });
  await page.mouse.up();
  await expect(facts).toContainText('6 to train on');
  await page.mouse.click(...at(0.3, 0.7), { button: 'right' });
  await expect(facts).toContainText('5 to train on');
  // By keyboard: the cursor is where the pointer was.
  await map.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(facts).toContainText('6 to train on');
  await page.keyboard.press('Delete');
  await expect(facts).toContainText('5 to train on');
  for (let i = 0; i < 6; i++) await page.keyboard.press('Control+z');
  await expect(facts).toContainText('4 to train on');
  await expect(page.getByLabel('Set', { exact: true })).toHaveValue('xor');
  await large.getByRole('button', { name: 'Start afresh' }).click();
  await expect(facts).toContainText('2 to train on');
});

test('a pasted table becomes the data', async ({ page }) => {
  await page.getByRole('button', { name: 'Paste…' }).click();
  await page.getByRole('textbox', { name: /Rows of text/ }).fill('a\tb\ty\n1\t2\t3\n2\t3\t5\n4\t4\t8\n0\t1\t1\n');
  await page.getByRole('button', { name: 'Read' }).click();
  await expect(page.getByRole('dialog', { name: 'Data from pasted table' })).toContainText('4 rows, 3 columns');
  await page.getByRole('button', { name: 'Use this data' }).click();
  await expect(page.locator('nav .facts').first()).toContainText('3 to train on · 1 held out');
});

test('a long CSV file is read in pieces, with progress, can be cancelled, and the window stays alive', async ({
  app,
  page,
  profile,
}) => {
  const file = path.join(profile, 'long.csv');
  const rows = Array.from({ length: 10_000 }, (_, i) => `${i / 7},${(i * 31) % 97},${i % 13}\n`).join('');
  writeFileSync(file, `x1,x2,y\n${rows.repeat(200)}`);
  await answerOpenDialog(app, file);
  const open = () => page.getByRole('button', { name: 'CSV…' }).click();
  await open();
  const reading = page.getByRole('status').filter({ hasText: 'Reading long.csv' });
  await expect(reading).toContainText(/\d+ % · [\d\u202f]+ rows/);
  await reading.getByRole('button', { name: 'Cancel' }).click();
  await expect(reading).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await open();
  await page.locator('[data-name="z1"]').click(); // the window answers while it reads
  await expect(page.getByRole('dialog', { name: 'Data from long.csv' })).toContainText(
    '250\u202f000 of 2\u202f000\u202f000 rows are kept: every 8th',
    {
      timeout: 60_000,
    },
  );
  await page.getByRole('button', { name: 'Use this data' }).click();
  await expect(page.locator('nav .facts').first()).toContainText('200\u202f000 to train on · 50\u202f000 held out');
  await expect(page.locator('nav [data-thinned]')).toContainText('250\u202f000 of 2\u202f000\u202f000 rows are kept');
});

test('the data sheet says how each row is used, shows a row on the canvas, and follows split and gaps', async ({
  page,
}) => {
  await openExample(page, 'Palmer penguins');
  await detail(page).getByText('Data', { exact: true }).click();
  const sheet = detail(page).getByRole('region', { name: 'Examples, scrollable' });
  await expect(sheet.locator('thead')).toContainText('344 rows');
  await expect(sheet.locator('thead')).toContainText('bill_length_mm numbers, input');
  expect(await sheet.locator('tbody tr').count()).toBeLessThan(60); // only what is near the eye is drawn
  await expect(sheet.locator('tr', { has: page.locator('[data-row="3"]') })).toContainText('left out');
  await sheet.locator('[data-row="4"]').click();
  await expect(sheet.locator('tr.shown')).toContainText('36.7');
  await page.getByLabel('Gaps', { exact: true }).selectOption('fill');
  await expect(sheet.locator('tr', { has: page.locator('[data-row="3"]') })).not.toContainText('left out');
  const facts = page.locator('nav .facts').first();
  await expect(facts).toContainText('275 to train on · 69 held out');
  const bill = sheet.getByLabel('Gaps in bill_length_mm');
  await expect(bill).toHaveValue('mean');
  await bill.selectOption('drop');
  await expect(facts).toContainText('2 incomplete, left out');
  await bill.selectOption('median');
  await expect(facts).toContainText('275 to train on · 69 held out');
  await page.getByLabel('Test, %').fill('20');
  await page.getByLabel('Test, %').press('Enter');
  await expect(facts).toContainText('206 to train on · 69 held out · 69 for the test');
  await sheet.evaluate((element) => element.scrollTo(0, 1e6));
  await expect(sheet.locator('[data-row="343"]')).toBeVisible();
  await page.getByLabel('Scaling', { exact: true }).selectOption('range');
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
});

test('prices of 1e5 are learned scaled and read in euros; a label of numbers becomes classes in the sheet', async ({
  app,
  page,
  profile,
}) => {
  const file = path.join(profile, 'houses.csv');
  const rows = Array.from({ length: 60 }, (_, i) => `${40 + 3 * i},${50000 + 2000 * (40 + 3 * i)},${i % 3}`);
  writeFileSync(file, `area,price,district\n${rows.join('\n')}\n`);
  await openExample(page, 'A line that needs a bias');
  await answerOpenDialog(app, file);
  await page.getByRole('button', { name: 'CSV…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data from houses.csv' });
  await dialog.getByLabel('Use of price').selectOption('target');
  await dialog.getByLabel('Use of district').selectOption('none');
  await dialog.getByRole('button', { name: 'Use this data' }).click();
  await expect(page.locator('nav .facts').first()).toContainText('loss of scaled targets');
  for (let i = 0; i < 8; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('8');
  const loss = async (): Promise<number> => Number(await page.locator('[data-fact="loss"]').getAttribute('title'));
  expect(await loss()).toBeLessThan(5);
  await detail(page).getByText('Predicted', { exact: true }).click();
  await expect(detail(page).locator('.end.high')).toHaveText('526\u202f480'); // in the data's units
  await detail(page).getByText('Data', { exact: true }).click();
  const sheet = detail(page).getByRole('region', { name: 'Examples, scrollable' });
  await expect(sheet.getByLabel('Scaling of price')).toHaveValue('deviation');
  await sheet.getByLabel('Type of district').selectOption('category');
  await expect(sheet.getByLabel('Type of district')).toHaveValue('category');
  await page.getByRole('button', { name: /^Undo type of district/ }).click();
  await expect(sheet.getByLabel('Type of district')).toHaveValue('number');
});
