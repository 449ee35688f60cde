/** Groups and notes of the drawing: a frame with its name, and text in lines as wide as its card. */
import type { Group, NetworkDocument, Note } from '../../core/document/document.ts';
import { groupBox, noteBox } from '../canvas/item-boxes.ts';
import { light } from './light-colours.ts';
import { element, textElement } from './svg.ts';

const SIZE = 12;
const LINE = 17.4;
const SIDE = 9;
const TOP = 6;
/** Width of a letter of Inter at this size, on average; no picture can measure text. */
const LETTER = 6.3;

export const groupElements = (groups: readonly Group[], document: NetworkDocument): string[] =>
  groups.flatMap((group) => {
    const box = groupBox(document, group);
    if (!box) return [];
    const { left, top, right, bottom } = box;
    const frame = { x: left, y: top, width: right - left, height: bottom - top, rx: 16 };
    return [
      `\n${element('rect', { ...frame, fill: light.text, 'fill-opacity': 0.03, stroke: light.lineStrong, 'stroke-width': 1.5 })}`,
      `\n${textElement(left + 12, top + 13, group.name, { weight: 600, fill: light.muted })}`,
    ];
  });

export const noteElements = (notes: readonly Note[]): string[] =>
  notes.flatMap((note) => {
    const { left, top, right, bottom } = noteBox(note);
    const most = Math.max(0, Math.floor((bottom - top - 2 * TOP) / LINE));
    const lines = wrapped(note.text, Math.max(4, Math.floor((right - left - 2 * SIDE - 3) / LETTER)));
    return [
      element('rect', {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
        rx: 4,
        fill: light.surface,
        'fill-opacity': 0.75,
      }),
      element('rect', { x: left, y: top, width: 3, height: bottom - top, fill: light.lineStrong }),
      ...lines
        .slice(0, most)
        .map((line, i) => textElement(left + SIDE + 3, top + TOP + (i + 0.5) * LINE, line, { size: SIZE })),
    ].map((part) => `\n${part}`);
  });

/** Lines of at most so many letters, broken at spaces where there are any, and at the text's own line breaks. */
export function wrapped(text: string, most: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > most) {
        lines.push(line);
        line = '';
      }
      let rest = line === '' ? word : `${line} ${word}`;
      for (; rest.length > most; rest = rest.slice(most)) lines.push(rest.slice(0, most));
      line = rest;
    }
    return [...lines, line];
  });
}
