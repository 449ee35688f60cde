import { expect, test } from 'vitest';
import { acceleratorOf, mayShowKey } from './accelerator.ts';

test('keys are put into the words of the system menu', () => {
  expect(['Ctrl+Shift+Z', 'Ctrl++', 'Ctrl+-', 'Shift+ArrowLeft', 'Escape', 'F10', '?', 'N'].map(acceleratorOf)).toEqual(
    [...['CmdOrCtrl+Shift+Z', 'CmdOrCtrl+Plus', 'CmdOrCtrl+-', 'Shift+Left', 'Esc', 'F10', '?', 'N']],
  );
});

test('on macOS, a menu takes no key that somebody may be typing', () => {
  expect(['N', 'Shift+A', 'Delete', 'Alt+1'].map((key) => mayShowKey(key, 'darwin'))).toEqual(Array(4).fill(false));
  expect(['Ctrl+K', 'Shift+F10'].map((key) => mayShowKey(key, 'darwin'))).toEqual([true, true]);
  expect(mayShowKey('N', 'linux')).toBe(true);
});
