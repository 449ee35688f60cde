/** Language models that come with the app, trained by it: whole projects that write at once. */
import type { LanguagePresetName } from './registry.ts';

export interface ReadyMade {
  readonly title: string;
  readonly description: string;
  readonly preset: LanguagePresetName;
}

export const readyMade = {
  names: {
    title: 'Names',
    description: '4\u202f192 parameters, 2\u202f000 steps on first names: invents names that nobody has.',
    preset: 'gpt-names',
  },
  sentences: {
    title: 'Sentences',
    description: '13\u202f952 parameters, 800 steps on a tiny grammar: short sentences that agree.',
    preset: 'gpt-sentences',
  },
  verses: {
    title: 'Verses',
    description:
      '91\u202f392 parameters, 4\u202f000 steps on Genesis and Psalms, letter by letter: verses in the old tone, sense aside.',
    preset: 'gpt-verses',
  },
} as const satisfies Record<string, ReadyMade>;

export type ReadyMadeName = keyof typeof readyMade;

/** Writes where nobody has opened a model yet. */
export const FIRST_TO_WRITE: ReadyMadeName = 'verses';
