/** Not a test of behaviour: takes the pictures of docs/playground.md for `npm run screenshots`. */
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, root, test } from './fixtures.ts';

const detail = (page: Page) => page.getByRole('region', { name: 'What the network says' });
const step = (page: Page) => page.locator('[data-fact="step"]');

async function openExample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name }).click();
  await expect(step(page)).toHaveText('0');
}

async function train(page: Page, steps: number): Promise<void> {
  await page.getByRole('button', { name: 'Step by other lengths, run until' }).click();
  const field = page.getByRole('textbox', { name: 'For (steps)', exact: true });
  await field.fill(String(steps));
  await field.press('Enter');
  await expect(page.getByText(`${steps} steps are done`)).toBeVisible({ timeout: 60_000 });
  await dismissNotices(page);
}

/** What was just said would lie over the picture. */
async function dismissNotices(page: Page): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

async function place(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Alt+r');
  await page.getByRole('main').getByText(name, { exact: true }).first().click();
}

/** What is to be seen in each picture: the state before it, by the window itself. */
const scenes: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'chain-rule': async (page) => {
    await page.locator('.edge-label', { hasText: 'w(1,1)' }).click();
    for (let i = 0; i < 3; i++) await page.keyboard.press('F9');
    await detail(page).getByText('Chain rule').click();
  },
  branches: async (page) => {
    await openExample(page, 'XOR');
    await train(page, 300);
    await page.getByLabel('Step shown').fill('60');
    await expect(step(page)).toHaveText('60');
    await page.locator('.edge-label', { hasText: 'w(x1,h.1)' }).click();
    const knob = page.getByRole('slider', { name: 'w(x1,h.1)', exact: true });
    for (let i = 0; i < 20; i++) await knob.press('ArrowDown');
    await train(page, 240);
  },
  compare: async (page) => {
    await place(page, 'Compare');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(page.getByText(/parameters differ/)).toBeVisible();
  },
  life: async (page) => {
    await page.keyboard.press('Alt+1');
    await page.locator('.edge-label', { hasText: 'w(x2,h.2)' }).click();
    await place(page, 'Life of a parameter');
    await page.getByRole('button', { name: 'Tell its life' }).click();
    await expect(page.getByRole('button', { name: /Show example/ }).first()).toBeVisible({ timeout: 30_000 });
  },
  landscape: async (page) => {
    await place(page, 'Loss landscape');
    await page.getByRole('button', { name: 'Compute', exact: true }).click();
    await expect(page.getByText('the ring', { exact: false })).toBeVisible({ timeout: 60_000 });
  },
  sweep: async (page) => {
    await place(page, 'Sweep');
    await page.getByRole('button', { name: /^Sweep \d+ runs/ }).click();
    await expect(page.getByRole('button', { name: /^Open run/ })).toHaveCount(8, { timeout: 60_000 });
  },
  film: (page) => place(page, 'Film'),
  'large-map': async (page) => {
    await page.keyboard.press('Alt+1');
    await openExample(page, 'Two spirals');
    await train(page, 3000);
    await page.keyboard.press('Control+Shift+m');
    await page.waitForTimeout(800);
  },
  'data-sheet': async (page) => {
    await page.keyboard.press('Control+Shift+m');
    await openExample(page, 'Palmer penguins');
    await detail(page).getByText('Data', { exact: true }).click();
  },
  heatmap: async (page) => {
    await openExample(page, 'Digits');
    await train(page, 800);
    await page.locator('[data-heatmap]').first().focus();
    await page.keyboard.press('Enter');
  },
  digit: async (page) => {
    await page.keyboard.press('Escape');
    await detail(page).getByText('Draw', { exact: true }).click();
    const box = (await detail(page)
      .getByRole('application', { name: /Drawing pad/ })
      .boundingBox())!;
    const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(0.5, 0.15));
    await page.mouse.down();
    for (let i = 1; i <= 24; i++) {
      const angle = (i / 24) * 2 * Math.PI;
      await page.mouse.move(...at(0.5 + 0.25 * Math.sin(angle), 0.5 - 0.35 * Math.cos(angle)));
    }
    await page.mouse.up();
  },
  palette: async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ali');
  },
};

async function prepare(app: ElectronApplication, page: Page, theme: string, width: number, height: number) {
  await app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setContentSize(wanted.width, wanted.height),
    { width, height },
  );
  const shown = await page.evaluate(() => document.documentElement.dataset['theme']);
  if (shown !== theme) await page.getByRole('button', { name: `Switch to ${theme}` }).click();
}

/** More would be to look at only: docs/ shows these. */
for (const [theme, width, height] of [['light', 1280, 800]] as const) {
  test(`pictures of the playground in ${theme} at ${width} x ${height}`, async ({ app, page }) => {
    test.setTimeout(240_000);
    await prepare(app, page, theme, width, height);
    for (const [name, arrange] of Object.entries(scenes)) {
      await arrange(page);
      if (name !== 'palette') await dismissNotices(page);
      await page.mouse.move(0, 0);
      await page.waitForTimeout(400);
      const file = path.join(root, 'docs/pictures', `playground-${name}-${theme}-${width}.png`);
      await page.screenshot({ path: file });
    }
  });
}
