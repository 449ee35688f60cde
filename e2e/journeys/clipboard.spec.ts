/** Drawing: cut, copy and paste by the system's clipboard, also from another window; names, notes, groups, menus, palette. */
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const layer = (page: Page, name: string) => page.locator(`[data-layer][data-name="${name}"]`);
const sheet = (page: Page) => page.getByRole('listbox', { name: 'Network drawing' });
const count = (page: Page, parameters: number) =>
  expect(page.locator('header .count')).toHaveText(new RegExp(`^${parameters} parameters?$`));
const clipboardText = (app: ElectronApplication) => app.evaluate(({ clipboard }) => clipboard.readText());
const putOnClipboard = (app: ElectronApplication, text: string) =>
  app.evaluate(({ clipboard }, content) => clipboard.writeText(content), text);

async function chooseHidden(page: Page): Promise<void> {
  await layer(page, 'z1').locator('[data-unit]').click();
  await layer(page, 'z2')
    .locator('[data-unit]')
    .click({ modifiers: ['Shift'] });
  await layer(page, 'y')
    .locator('[data-unit]')
    .click({ modifiers: ['Shift'] });
}

test('copied layers land at the pointer with new names, their values and inner edges, as one entry', async ({
  page,
  app,
}) => {
  await chooseHidden(page);
  await page.keyboard.press('Control+c');
  await expect.poll(() => clipboardText(app)).toContain('"format":"weightroom-fragment"');
  const box = (await sheet(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 90);
  await page.keyboard.press('Control+v');
  await count(page, 14); // 3 biases and 2 weights more
  await expect(page.locator('[data-layer][aria-selected="true"]')).toHaveCount(3);
  const shapes = await page.locator('[data-layer][aria-selected="true"]').all();
  const boxes = await Promise.all(shapes.map(async (shape) => (await shape.boundingBox())!));
  const middle = (low: number, high: number) => (low + high) / 2;
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  expect(Math.abs(middle(left, right) - (box.x + box.width / 2))).toBeLessThan(10);
  await page.keyboard.press('Control+z');
  await count(page, 9);
  await page.keyboard.press('Control+Shift+z');
  await count(page, 14);
});

test('cutting takes away and pasting brings back under the old names', async ({ page, app }) => {
  await layer(page, 'z1').locator('[data-unit]').click();
  await page.keyboard.press('Control+x');
  await count(page, 5);
  await expect.poll(() => clipboardText(app)).toContain('"z1"');
  await page.keyboard.press('Control+v');
  await expect(layer(page, 'z1')).toBeVisible();
});

test('layers go from one window to another, each of which trains and closes by itself', async ({ page, app }) => {
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('1');
  await chooseHidden(page);
  await page.keyboard.press('Control+c');
  await expect.poll(() => clipboardText(app)).toContain('"format":"weightroom-fragment"');
  const [other] = await Promise.all([app.waitForEvent('window'), page.keyboard.press('Control+Shift+N')]);
  await other.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
  await sheet(other).focus();
  await other.keyboard.press('Control+v');
  await count(other, 14);
  await expect(other.locator('[data-fact="step"]')).toHaveText('0');
  await sheet(page).focus();
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('2');
  await count(page, 9);
  const trainings = () =>
    app.evaluate(
      ({ app: electron }) => electron.getAppMetrics().filter(({ name }) => name === 'Weightroom training').length,
    );
  expect(await trainings()).toBe(2);
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false }); // do not save
  });
  await Promise.all([
    other.waitForEvent('close'),
    app.evaluate(({ BrowserWindow }) => {
      const [newest] = BrowserWindow.getAllWindows().sort((a, b) => b.id - a.id);
      newest!.close();
    }),
  ]);
  await expect.poll(trainings).toBe(1);
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('3');
});

test('text from elsewhere is pasted; anything else is refused with a reason', async ({ page, app }) => {
  await putOnClipboard(app, 'flour, sugar, eggs');
  await sheet(page).focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByText('The clipboard holds no layers of Weightroom')).toBeVisible();
  const note = { id: 'n1', x: 0, y: 0, width: 120, height: 60, text: 'from elsewhere' };
  const head = '{"format":"weightroom-fragment","version":1,"layers":[],"connections":[],"parameters":{},"notes":[';
  await putOnClipboard(app, `${head}${JSON.stringify(note)}],"groups":[]}`);
  await page.keyboard.press('Control+v');
  await expect(page.locator('[data-note]', { hasText: 'from elsewhere' })).toBeVisible();
  await putOnClipboard(app, `${head}{"id":1}],"groups":[]}`);
  await page.keyboard.press('Control+v');
  await expect(page.getByText('The clipboard does not hold layers: at notes.0')).toBeVisible();
});

test('Alt and drag moves a copy, as one entry', async ({ page }) => {
  const unit = layer(page, 'z2').locator('[data-unit]');
  const at = (await unit.boundingBox())!;
  await page.keyboard.down('Alt');
  await page.mouse.move(at.x + 30, at.y + 20);
  await page.mouse.down();
  await page.mouse.move(at.x + 80, at.y + 120, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await count(page, 10);
  const still = (await unit.boundingBox())!;
  expect(Math.abs(still.x - at.x)).toBeLessThan(1);
  await page.keyboard.press('Control+z');
  await count(page, 9);
});

test('a drag puts an item in line with another and shows it', async ({ page }) => {
  await page.keyboard.press('Control+0');
  const from = (await layer(page, 'z1').locator('[data-unit]').boundingBox())!;
  const other = (await layer(page, 'x1').locator('[data-unit]').boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 30, from.y + 60, { steps: 4 });
  await page.mouse.move(from.x + 30, from.y + 13, { steps: 4 });
  await expect(page.locator('[data-guides]')).toBeAttached();
  await page.mouse.up();
  const to = (await layer(page, 'z1').locator('[data-unit]').boundingBox())!;
  expect(Math.abs(to.y + to.height / 2 - other.y - other.height / 2)).toBeLessThan(0.6);
  await expect(page.locator('[data-guides]')).toHaveCount(0);
});

test('a layer is renamed in place, a note is written, a group frames both and moves them', async ({ page }) => {
  await layer(page, 'z1').locator('[data-name-of]').dblclick();
  await page.getByRole('textbox', { name: 'Name', exact: true }).last().fill('hidden');
  await page.keyboard.press('Enter');
  await expect(layer(page, 'hidden')).toBeVisible();
  const box = (await sheet(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await sheet(page).focus();
  await page.keyboard.press('n');
  await page.getByLabel('Text of the note').fill('These learn together.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option', { name: 'Note: These learn together.' })).toBeVisible();
  await layer(page, 'hidden')
    .locator('[data-unit]')
    .click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.locator('[data-group] input').fill('Pair');
  await page.keyboard.press('Enter');
  const frame = page.getByRole('option', { name: 'Group Pair, 2 members' });
  await expect(frame).toBeVisible();
  await page.keyboard.press('Shift+1');
  const before = (await layer(page, 'hidden').boundingBox())!;
  const noteBefore = (await page.locator('[data-note]').boundingBox())!;
  const name = (await frame.boundingBox())!;
  await page.mouse.move(name.x + 20, name.y + 8);
  await page.mouse.down();
  await page.mouse.move(name.x + 20, name.y + 58, { steps: 5 });
  await page.mouse.up();
  const moved = (await layer(page, 'hidden').boundingBox())!.y - before.y;
  expect(moved).toBeGreaterThan(20);
  expect(Math.abs((await page.locator('[data-note]').boundingBox())!.y - noteBefore.y - moved)).toBeLessThan(0.6);
  await page.keyboard.press('Control+Shift+g');
  await expect(page.locator('[data-group]')).toHaveCount(0);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  await expect(frame.or(page.getByRole('option', { name: 'Group Group 1, 2 members' }))).toHaveCount(1);
});

test('the palette finds a command by a few letters and carries it out, by keyboard alone', async ({ page }) => {
  await sheet(page).focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('zoom 100');
  await expect(page.getByRole('option', { name: 'Zoom to 100 %' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.locator('.percent')).toHaveText('100 %');
  await page.keyboard.press('Control+Shift+p');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('qqq');
  await expect(page.getByText('No command is called like that')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('context menus open by right click and by Shift+F10, on canvas, layer and edge', async ({ page }) => {
  await layer(page, 'z1').locator('[data-unit]').click({ button: 'right' });
  await expect(page.getByRole('menu', { name: 'Layer' })).toBeVisible();
  await page.keyboard.press('d');
  await page.keyboard.press('Enter');
  await count(page, 10);
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Layer' })).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.locator('[data-problem]').getByRole('button', { name: 'Close' }).click(); // the copy reaches nothing yet
  await page.locator('.edge-label', { hasText: 'w(3,2)' }).click({ button: 'right' });
  await page.getByRole('menu', { name: 'Connection' }).getByRole('menuitem', { name: 'Delete' }).click();
  await count(page, 9);
  const box = (await sheet(page).boundingBox())!;
  await page.mouse.click(box.x + 20, box.y + box.height - 80, { button: 'right' });
  await expect(page.getByRole('menu', { name: 'Drawing' }).getByRole('menuitem').first()).toBeFocused();
});

test('aligning, splitting a neuron and moving while it trains keep the run and its steps', async ({ page }) => {
  const step = page.locator('[data-fact="step"]');
  await page.keyboard.press('F5');
  await expect.poll(async () => Number((await step.textContent())!.replace(/\D/g, ''))).toBeGreaterThan(20);
  await layer(page, 'z1').locator('[data-unit]').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F5');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  const before = Number((await step.textContent())!.replace(/\D/g, ''));
  await page.keyboard.press('F8'); // moving did not end the timeline: the step before can still be visited
  await expect(step).toHaveText(new RegExp(`^${String(before - 1).replace(/\B(?=(\d{3})+$)/g, '\\D?')}$`));
  await layer(page, 'z1').locator('[data-unit]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Split the neuron in two' }).click();
  await count(page, 13); // a bias, two incoming and one outgoing weight more
  await layer(page, 'z2')
    .locator('[data-unit]')
    .click({ modifiers: ['Shift'] });
  await page.keyboard.press('Alt+a');
  const [one, other] = await Promise.all(['z1', 'z2'].map(async (name) => (await layer(page, name).boundingBox())!));
  expect(Math.abs(one!.x - other!.x)).toBeLessThan(0.6);
  await page.keyboard.press('Control+Shift+l');
  await expect(layer(page, 'y')).toBeInViewport();
});
