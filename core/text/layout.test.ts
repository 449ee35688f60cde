import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { usualLayout } from './layout.ts';

test.each([
  ['names', 'anna\nemma\n\nida\n'],
  ['sums', '12+7=19\n3+4=7\n'],
  ['names of which one in ten has two words', `${'anna\n'.repeat(18)}mary ann\njean luc\n`],
])('%s are documents, one a line', (_, text) => expect(usualLayout(text)).toBe('lines'));

test.each([
  ['a sentence', 'To be or not to be'],
  ['one word again and again', 'aaaaaaaa'],
  ['verses', 'Shall I compare thee\nto a summer’s day?\nThou art more lovely\n'],
  ['paragraphs without spaces', `${'風'.repeat(40)}\n${'雨'.repeat(40)}\n`],
  ['nothing', ''],
])('%s: running text', (_, text) => expect(usualLayout(text)).toBe('continuous'));

test('the texts that come with the app are taken as they say of themselves', () => {
  const read = (name: string): string => readFileSync(`assets/texts/${name}.txt`, 'utf8');
  expect(usualLayout(read('first-names'))).toBe('lines');
  expect(usualLayout(read('moby-dick'))).toBe('continuous');
  expect(usualLayout(read('king-james'))).toBe('continuous');
});
