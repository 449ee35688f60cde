/** A key as people read it: `Ctrl Shift Z` for `Ctrl+Shift+Z`, `Ctrl +` for `Ctrl++`. */
export function keyText(key: string): string {
  return key
    .replace(/\+\+$/, '+plus')
    .split('+')
    .map((part) => ({ plus: '+', ContextMenu: 'Menu', Escape: 'Esc' })[part] ?? part.replace('Arrow', ''))
    .join(' ');
}
