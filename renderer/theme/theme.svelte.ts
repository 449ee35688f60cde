/**
 * Light, dark or as the system: sets `data-theme` on the document and gives canvases their colours, which CSS variables
 * alone cannot.
 */
import { getContext, setContext } from 'svelte';
import { Ramp } from './ramp.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';

/** The colours that canvases paint with. */
export interface Palette {
  readonly ramp: Ramp;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly lineStrong: string;
  /** Lines that must be seen. */
  readonly control: string;
  /** The residual stream. */
  readonly stream: string;
  readonly surface: string;
  readonly ground: string;
  readonly accent: string;
  readonly negative: string;
  readonly positive: string;
  readonly grid: string;
  /** By class of the data; the eleventh class has the first one's colour again, and another mark. */
  readonly classes: readonly string[];
}

const CLASS_COLOURS = 10;

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ramp: new Ramp(colour('negative'), colour('zero'), colour('positive')),
    text: colour('text'),
    muted: colour('muted'),
    line: colour('line'),
    lineStrong: colour('line-strong'),
    control: colour('control-line'),
    stream: colour('stream'),
    surface: colour('surface'),
    ground: colour('ground'),
    accent: colour('accent'),
    negative: colour('negative'),
    positive: colour('positive'),
    grid: colour('grid'),
    classes: Array.from({ length: CLASS_COLOURS }, (_, i) => colour(`class-${i}`)),
  };
}

export class Theme {
  choice = $state<ThemeChoice>('system');
  palette = $state.raw<Palette>(readPalette());
  #isSystemDark = $state(false);

  constructor(choice: ThemeChoice) {
    const system = matchMedia('(prefers-color-scheme: dark)');
    this.#isSystemDark = system.matches;
    system.addEventListener('change', ({ matches }) => {
      this.#isSystemDark = matches;
      this.#apply();
    });
    this.choose(choice);
  }

  get shown(): 'light' | 'dark' {
    if (this.choice !== 'system') return this.choice;
    return this.#isSystemDark ? 'dark' : 'light';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown;
    this.palette = readPalette();
  }
}

const KEY = Symbol('theme');
export const provideTheme = (theme: Theme): Theme => setContext(KEY, theme);
export const useTheme = (): Theme => getContext(KEY);
