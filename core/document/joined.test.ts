import { expect, test } from 'vitest';
import { twoFourOne } from './fixtures/two-four-one.ts';
import { connectionsInto, connectionsOutOf } from './joined.ts';

const { connections } = twoFourOne();

test('every connection is found at both of its ends, in the order of the table', () => {
  for (const { source, target } of Object.values(connections)) {
    const all = Object.values(connections);
    expect(connectionsInto(connections, target)).toEqual(all.filter((each) => each.target === target));
    expect(connectionsOutOf(connections, source)).toEqual(all.filter((each) => each.source === source));
  }
});

test('a layer that is not joined has none', () => {
  expect(connectionsInto(connections, 'nowhere')).toEqual([]);
  expect(connectionsOutOf(connections, 'nowhere')).toEqual([]);
});

test('another drawing has its own', () => {
  const [first] = Object.values(connections);
  const fewer = Object.fromEntries(Object.entries(connections).slice(1));
  expect(connectionsInto(fewer, first!.target)).not.toContain(first);
});
