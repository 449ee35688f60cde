/** Keys as the page names them (`Ctrl+ArrowLeft`), in the words of Electron's menus (`CmdOrCtrl+Left`). */
const words: Readonly<Record<string, string>> = {
  Ctrl: 'CmdOrCtrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  '+': 'Plus',
};

export function acceleratorOf(key: string): string {
  const [last, ...modifiers] = key.endsWith('+') ? ['+', ...key.slice(0, -2).split('+')] : key.split('+').reverse();
  return [...modifiers.reverse(), last!]
    .filter((part) => part !== '')
    .map((part) => words[part] ?? part)
    .join('+');
}

/**
 * Whether a menu may show a key that the page handles. macOS would take it away from a text that is being typed, unless it
 * is one that no text needs.
 */
export function mayShowKey(key: string, platform: string): boolean {
  return platform !== 'darwin' || /(^|\+)(Ctrl\+|F\d+$)/.test(key);
}
