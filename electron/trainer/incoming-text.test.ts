import { expect, test } from 'vitest';
import { LARGEST_TEXT } from '../../core/text/decode-text.ts';
import { IncomingText } from './incoming-text.ts';
import { TextCancelled } from './text-desk.ts';

test('parts become the whole, in their order', () => {
  const incoming = new IncomingText();
  incoming.begin({ name: 'a.txt', size: 5 });
  incoming.push(Uint8Array.of(1, 2, 3));
  incoming.push(Uint8Array.of(4, 5));
  expect(incoming.take()).toEqual({ name: 'a.txt', bytes: Uint8Array.of(1, 2, 3, 4, 5) });
});

test('a text that is too long, longer or shorter than it was is refused by name', () => {
  const incoming = new IncomingText();
  expect(() => incoming.begin({ name: 'a.txt', size: LARGEST_TEXT + 1 })).toThrow(/"a\.txt" is 257 MB; up to 256 MB/);
  incoming.begin({ name: 'a.txt', size: 2 });
  expect(() => incoming.push(Uint8Array.of(1, 2, 3))).toThrow('"a.txt" is longer than the 2 bytes it began with');
  incoming.push(Uint8Array.of(1));
  expect(() => incoming.take()).toThrow('"a.txt" ended at byte 1 of 2');
});

test('what was given up in between, or is already taken, is cancelled and no error of the person', () => {
  const incoming = new IncomingText();
  incoming.begin({ name: 'a.txt', size: 2 });
  incoming.drop();
  expect(() => incoming.push(Uint8Array.of(1))).toThrow(TextCancelled);
  expect(() => incoming.take()).toThrow(TextCancelled);
});
