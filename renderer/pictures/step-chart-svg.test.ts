import { expect, test } from 'vitest';
import type { Palette } from '../theme/theme.svelte.ts';
import { inLight, light } from './light-colours.ts';
import { stepChartSvg, type StepChartPicture } from './step-chart-svg.ts';

const steps = Float64Array.from({ length: 100 }, (_, i) => i + 1);
const chart = (change: Partial<StepChartPicture> = {}): string =>
  stepChartSvg({
    title: 'Loss of XOR',
    quantity: 'loss',
    lines: [
      { label: 'run 2', points: { x: steps, y: steps.map((x) => 2 / x) }, colour: '#b5558a', width: 1, dash: [6, 2] },
      { label: '', points: { x: steps, y: steps.map((x) => 1 / x) }, colour: `${light.muted}55`, width: 1 },
      { label: 'train', points: { x: steps, y: steps.map((x) => 1 / x) }, colour: light.text },
    ],
    range: { from: 0, to: 100 },
    format: String,
    ...change,
  });

test('other runs, the raw line behind the smoothed one and each name at its end are in the picture', () => {
  const svg = chart();
  expect(svg.match(/<polyline /g)).toHaveLength(3);
  expect(svg).toContain('>run 2 0.02<');
  expect(svg).toContain('stroke="#5f636b" stroke-opacity="0.33"');
  expect(svg).toContain('>train 0.01<');
});

test('so are the line to compare with, ticks of edits and branches with what they say, and the present step', () => {
  const svg = chart({
    rulers: [{ label: 'random guess', value: 0.69 }],
    ticks: [
      { step: 20, kind: 'edit', label: 'after step 20: a < b' },
      { step: 60, kind: 'branch', label: 'after step 60: run 2 left' },
    ],
    at: 40,
  });
  expect(svg).toContain('>random guess 0.69<');
  expect(svg).toContain('<title>after step 20: a &#60; b</title>');
  expect(svg.match(/<circle /g)).toHaveLength(1);
  expect(svg).toContain('x1="320" x2="320"'); // step 40 of 100 of 640 pixels, from 64
});

test('a zoomed stretch has its own axes, and nothing is drawn outside of them', () => {
  const svg = chart({ range: { from: 50, to: 60 } });
  expect(svg).toContain('>52<');
  expect(svg).not.toContain('>80<');
  expect(svg).toContain('clip-path="url(#chart-area)"');
  expect(svg).toContain(`>train ${1 / 60}<`); // of the last point in sight
});

test('logarithmic axes are labelled by powers of ten', () => {
  const svg = chart({ isLogarithmic: true, areStepsLogarithmic: true, range: { from: 1, to: 100 } });
  for (const text of ['>loss, logarithmic<', '>step, logarithmic<', '>0.1<', '>10<']) expect(svg).toContain(text);
});

test('colours of the dark theme become those of the light one; those of runs stay', () => {
  const dark = { text: '#eceef1', muted: '#a5aab3', accent: '#9a8cff', classes: ['#112233'] };
  const palette: Palette = { ...light, ...dark };
  expect(inLight('#eceef1', palette)).toBe(light.text);
  expect(inLight('#a5aab355', palette)).toBe(`${light.muted}55`);
  expect(inLight('#b5558a', palette)).toBe('#b5558a');
});
