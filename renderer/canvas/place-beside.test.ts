import { expect, test } from 'vitest';
import { placeBeside } from './place-beside.ts';

const view = { width: 800, height: 600 };
const card = { width: 260, height: 90 };

test('a card stands below what it speaks of, in its middle', () => {
  expect(placeBeside({ left: 380, right: 420, top: 200, bottom: 240 }, card, view)).toEqual({ x: 270, y: 250 });
});

test('with no room below it stands above', () => {
  expect(placeBeside({ left: 380, right: 420, top: 500, bottom: 560 }, card, view)).toEqual({ x: 270, y: 400 });
});

test('with no room above either it stands at the side, the right one first', () => {
  const tall = { top: 20, bottom: 580 };
  expect(placeBeside({ ...tall, left: 380, right: 420 }, card, view)).toEqual({ x: 430, y: 20 });
  expect(placeBeside({ ...tall, left: 700, right: 760 }, card, view)).toEqual({ x: 430, y: 20 });
});

test('it never leaves the view, even beside something larger than the view', () => {
  expect(placeBeside({ left: -50, right: 820, top: -40, bottom: 900 }, card, view)).toEqual({ x: 255, y: 450 });
  expect(placeBeside({ left: 780, right: 900, top: 100, bottom: 140 }, card, view)).toEqual({ x: 532, y: 150 });
});
