import { expect, test } from 'vitest';
import { gridSvg } from './grid-svg.ts';
import { light } from './light-colours.ts';

test('a confusion matrix has its numbers as text, its classes by name, and a colour for each cell', () => {
  const counts = [9, 1, 0, 8];
  const svg = gridSvg({
    title: 'Confusion matrix of XOR',
    rows: 2,
    columns: 2,
    rowNames: ['no', '<yes>'],
    columnNames: ['no', '<yes>'],
    rowTitle: 'true',
    columnTitle: 'said',
    colourOf: (row, column) => light.ramp.css(row === column ? 0.6 : -0.45),
    textOf: (row, column) => String(counts[2 * row + column]),
    legend: 'blue: right, orange: mistaken',
  });
  for (const text of ['>9<', '>1<', '>0<', '>8<', '>&lt;yes&gt;<', '>true<', '>said<']) expect(svg).toContain(text);
  expect(svg.match(/<path /g)).toHaveLength(2);
});

test('a large matrix is cells of one size, with every so many-th row numbered, and fits a page', () => {
  const svg = gridSvg({
    title: 'Weights',
    rows: 200,
    columns: 64,
    rowTitle: 'unit',
    columnTitle: 'unit',
    colourOf: (row, column) => light.ramp.css(((row + column) % 3) - 1),
    legend: '±1 at full colour',
  });
  expect(svg).toContain('>1<');
  expect(svg.match(/<text /g)!.length).toBeLessThan(60);
  expect(Number(/height="(\d+)/.exec(svg)![1])).toBeLessThan(800);
  expect(svg).not.toContain('<image');
});
