import { expect, test } from 'vitest';
import { cursorAfter, zoomFor } from './step-keys.ts';

const tick = (step: number) => ({ step, kind: 'edit' as const, label: '' });
const ground = { range: { from: 0, to: 1000 }, known: 800, ticks: [tick(10), tick(400), tick(600)] };
const press = (key: string, more = {}) => ({ key, shiftKey: false, ctrlKey: false, ...more });

test('an arrow moves by a hundredth of what is shown, with Shift by one step, and stops at what is known', () => {
  expect(cursorAfter(press('ArrowRight'), 100, ground)).toBe(110);
  expect(cursorAfter(press('ArrowLeft', { shiftKey: true }), 100, ground)).toBe(99);
  expect(cursorAfter(press('ArrowRight'), 799, ground)).toBe(800);
  expect(cursorAfter(press('End'), 5, ground)).toBe(800);
  expect(cursorAfter(press('Home'), 5, ground)).toBe(1);
});

test('with Ctrl it goes from edit to edit and stays at the last one', () => {
  const ctrl = { ctrlKey: true };
  expect(cursorAfter(press('ArrowRight', ctrl), 100, ground)).toBe(400);
  expect(cursorAfter(press('ArrowLeft', ctrl), 400, ground)).toBe(10);
  expect(cursorAfter(press('ArrowRight', ctrl), 600, ground)).toBe(600);
});

test('other keys leave the cursor alone; plus and minus zoom', () => {
  expect(cursorAfter(press('a'), 5, ground)).toBeNull();
  expect([zoomFor(press('+')), zoomFor(press('-')), zoomFor(press('x'))]).toEqual([0.5, 2, null]);
});
