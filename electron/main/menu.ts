/** The application menu: every item is one of the page's commands, whose keys the page itself handles. */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import { menu, type MenuEntry } from '../../core/protocol/menu.ts';

export function installMenu(page: () => WebContents | null): void {
  const item = (entry: MenuEntry): MenuItemConstructorOptions => {
    if (entry === 'separator') return { type: 'separator' };
    if ('role' in entry) return { role: entry.role };
    return {
      label: entry.label,
      ...(entry.key ? { accelerator: entry.key, registerAccelerator: false } : {}),
      click: () => page()?.send('host:command', { id: entry.id }),
    };
  };
  const template: MenuItemConstructorOptions[] = menu.map(({ label, items }) => ({ label, submenu: items.map(item) }));
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
