/** The colours of the light theme: pictures are for paper and slides, whatever the window looks like. */
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
} as const;
