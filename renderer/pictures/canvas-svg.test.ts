import { expect, test } from 'vitest';
import { drawMark } from '../views/maps/draw-mark.ts';
import { SvgBrush } from './canvas-svg.ts';

const brush = (): SvgBrush => new SvgBrush((text) => 6 * text.length);

test('what is painted stays vectors: lines with their dashes, discs, rectangles, clipped and faint parts', () => {
  const painted = brush();
  painted.strokeStyle = '#5b4bdb';
  painted.lineWidth = 2;
  painted.setLineDash([5, 3]);
  painted.beginPath();
  painted.lineTo(1, 2); // a line may begin with the first point that it leads to
  painted.lineTo(3, 4);
  painted.stroke();
  painted.save();
  painted.beginPath();
  painted.rect(0, 0, 10, 20);
  painted.clip();
  painted.globalAlpha = 0.5;
  painted.fillStyle = 'rgb(1 2 3)';
  painted.fillRect(1, 1, 2, 2);
  painted.restore();
  painted.beginPath();
  painted.arc(5, 5, 2, 0, 2 * Math.PI);
  painted.fill();
  expect(painted.elements).toEqual([
    '<path d="M1 2L3 4" fill="none" stroke="#5b4bdb" stroke-width="2" stroke-dasharray="5 3"/>',
    '<clipPath id="clip-1"><path d="M0 0h10v20h-10Z"/></clipPath>',
    '<rect x="1" y="1" width="2" height="2" fill="#010203" opacity="0.5" clip-path="url(#clip-1)"/>',
    '<path d="M7 5A2 2 0 0 1 3 5A2 2 0 0 1 7 5Z" fill="#000000"/>',
  ]);
});

test('text keeps its size, weight, place and meaning', () => {
  const painted = brush();
  painted.font = '600 11px "Inter Variable"';
  painted.textAlign = 'right';
  painted.textBaseline = 'middle';
  painted.fillText('a < b', 10, 20);
  expect(painted.elements[0]).toBe(
    '<text x="10" y="23.85" font-size="11" font-weight="600" text-anchor="end" fill="#000000">a &lt; b</text>',
  );
  expect(painted.measureText('abc').width).toBe(18);
});

test('a mark around the origin is written where it was moved to', () => {
  const painted = brush();
  painted.save();
  painted.translate(10, 20);
  painted.beginPath();
  drawMark(painted, 2, { shape: 1, colour: '#2a9d8f', isHeldOut: false }, '#ffffff');
  painted.fill();
  painted.restore();
  expect(painted.elements).toEqual(['<path d="M8.28 18.28L11.72 18.28L11.72 21.72L8.28 21.72Z" fill="#2a9d8f"/>']);
});
