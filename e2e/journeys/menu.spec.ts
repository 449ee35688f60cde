/** The application menu offers what the palette offers, places too, and carries it out. */
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

/** Ids and keys of every item, those of submenus too. */
async function itemsOf(app: ElectronApplication): Promise<{ id: string; key: string }[]> {
  return app.evaluate(({ Menu }) => {
    const found: { id: string; key: string }[] = [];
    const collect = (menu: Electron.Menu): void => {
      for (const { id, accelerator, submenu } of menu.items) {
        if (submenu) collect(submenu);
        else if (/^[a-z]+\./i.test(id ?? '')) found.push({ id, key: String(accelerator ?? '') });
      }
    };
    collect(Menu.getApplicationMenu()!);
    return found;
  });
}

/** Commands made from registries, which have menus, tabs and panels of their own in the window. */
const OWN_MENUS = /^(example|data|draw|below|chart|charts|runs|run)\.|^parameters\.(setAll|range|biases)$/;

async function offeredIn(page: Page): Promise<string[]> {
  await page.keyboard.press('Control+k');
  const options = page.getByRole('option').and(page.locator('[data-command]'));
  await expect(options.first()).toBeVisible();
  const ids = await options.evaluateAll((all) => all.map((option) => (option as HTMLElement).dataset['command']!));
  await page.keyboard.press('Escape');
  return ids;
}

const click = (app: ElectronApplication, id: string): Promise<void> =>
  app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()!.getMenuItemById(wanted)! as unknown as { click: () => void };
    item.click();
  }, id);

test('the menu has every command and every place of the palette, with the keys', async ({ app, page }) => {
  const items = await itemsOf(app);
  const offered = await offeredIn(page);
  expect(items.map(({ id }) => id).sort()).toEqual(offered.filter((id) => !OWN_MENUS.test(id)).sort());
  expect(offered.filter((id) => OWN_MENUS.test(id)).length).toBeGreaterThan(50);
  const keys = Object.fromEntries(items.map(({ id, key }) => [id, key]));
  expect(keys).toMatchObject({ 'edit.undo': 'CmdOrCtrl+Z', 'arrange.left': 'Alt+A', 'place.runs': 'Alt+R' });
});

test('a place is chosen in the menu; what has nothing to act on there says where to go', async ({ app, page }) => {
  await click(app, 'place.atlas');
  await expect(page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Atlas' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await click(app, 'edit.selectAll');
  await expect(page.getByText('"Select all" does nothing in Atlas. Go to Network first (Alt+1).')).toBeVisible();
  await click(app, 'place.network');
  await click(app, 'edit.selectAll');
  await expect(page.locator('[data-layer][aria-selected="true"]').first()).toBeVisible();
});
