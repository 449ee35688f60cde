/** The colours of the light theme: pictures are for paper and slides, whatever the window looks like. */
import type { GroupName } from '../../core/atlas/tree.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import { Ramp } from '../theme/ramp.ts';

export const light = {
  negative: '#d8701a',
  positive: '#0b6fb8',
  text: '#1b1c1e',
  muted: '#5f636b',
  line: '#e5e5e1',
  lineStrong: '#cfcfc9',
  accent: '#5b4bdb',
  surface: '#ffffff',
  control: '#8e8e87',
  stream: '#7b7f88',
  ground: '#f7f7f5',
  grid: '#deded9',
  ramp: new Ramp('#d8701a', '#e8eaeb', '#0b6fb8'),
  classes: [
    '#2a9d8f',
    '#b5446e',
    '#b59a1c',
    '#5b3fa0',
    '#3f7d20',
    '#7fb7d6',
    '#7a3030',
    '#c58bd0',
    '#8f9a6b',
    '#6d717a',
  ],
} as const satisfies Palette;

/** What parts of a model are for. */
export const lightGroups: Readonly<Record<GroupName, string>> = {
  'feed-forward': '#cddccb',
  'query-output': '#e6ccd6',
  'key-value': '#cf9fb3',
  embedding: '#ece3b6',
  position: '#d9d2a4',
  head: '#d8c583',
  router: '#a9c4c6',
  norm: '#a9a9a4',
  weight: '#c9d3d6',
  bias: '#b7a8c4',
};

const plainColours = ['text', 'muted', 'line', 'lineStrong', 'accent', 'surface', 'negative', 'positive'] as const;

/** A colour of the theme that is shown, as the light theme has it; others, such as those of runs, stay. `#5f636b55` is 5/15 opaque. */
export function inLight(colour: string, palette: Palette): string {
  const [plain, opacity] = [withoutOpacity(colour), colour.slice(withoutOpacity(colour).length)];
  const name = plainColours.find((name) => palette[name].toLowerCase() === plain.toLowerCase());
  if (name) return `${light[name]}${opacity}`;
  const ofClass = palette.classes.indexOf(plain);
  return ofClass >= 0 ? `${light.classes[ofClass]!}${opacity}` : colour;
}

/** SVG says opacity apart. */
export const withoutOpacity = (colour: string): string => (/^#[\da-f]{8}$/i.test(colour) ? colour.slice(0, 7) : colour);

export const opacityOf = (colour: string): number | null =>
  /^#[\da-f]{8}$/i.test(colour) ? parseInt(colour.slice(7), 16) / 255 : null;
