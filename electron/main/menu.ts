/** The application menu: every item is one of the page's commands, whose keys the page itself handles. */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import { menu, type MenuEntry } from '../../core/protocol/menu.ts';
import { acceleratorOf, mayShowKey } from './accelerator.ts';

/** On macOS text fields get their clipboard from the menu; on the canvas the page has the key before the menu does. */
const textRoles: Readonly<Record<string, 'cut' | 'copy' | 'paste'>> =
  process.platform === 'darwin' ? { 'edit.cut': 'cut', 'edit.copy': 'copy', 'edit.paste': 'paste' } : {};

export function installMenu(page: () => WebContents | null): void {
  const item = (entry: MenuEntry): MenuItemConstructorOptions => {
    if (entry === 'separator') return { type: 'separator' };
    if ('role' in entry) return { role: entry.role };
    if ('items' in entry) return { label: entry.label, submenu: entry.items.map(item) };
    const { id, label, key } = entry;
    const role = textRoles[id];
    if (role) return { id, role };
    return {
      id,
      label,
      ...(key && mayShowKey(key, process.platform)
        ? { accelerator: acceleratorOf(key), registerAccelerator: false }
        : {}),
      click: () => page()?.send('host:command', { id }),
    };
  };
  const template: MenuItemConstructorOptions[] = menu.map(({ label, items }) => ({ label, submenu: items.map(item) }));
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
