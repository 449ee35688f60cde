/** What the person likes, kept between starts in the page's own storage. Losing it loses nothing of a project. */
import type { ThemeChoice } from '../theme/theme.svelte.ts';

interface Kept {
  theme: ThemeChoice;
  isLossLogarithmic: boolean;
  areNormsLogarithmic: boolean;
  areStepsLogarithmic: boolean;
  lossSmoothing: number;
  isLossPerplexity: boolean;
}

const KEY = 'weightroom.preferences.1';
const initial: Kept = {
  theme: 'system',
  isLossLogarithmic: false,
  areNormsLogarithmic: true,
  areStepsLogarithmic: false,
  lossSmoothing: 0.6,
  isLossPerplexity: false,
};

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const found = typeof kept === 'object' && kept !== null ? (kept as Partial<Record<keyof Kept, unknown>>) : {};
    return {
      theme: found.theme === 'light' || found.theme === 'dark' ? found.theme : 'system',
      isLossLogarithmic: found.isLossLogarithmic === true,
      areNormsLogarithmic: found.areNormsLogarithmic !== false,
      areStepsLogarithmic: found.areStepsLogarithmic === true,
      isLossPerplexity: found.isLossPerplexity === true,
      lossSmoothing:
        typeof found.lossSmoothing === 'number' && found.lossSmoothing >= 0 && found.lossSmoothing < 1
          ? found.lossSmoothing
          : initial.lossSmoothing,
    };
  } catch {
    // Unreadable preferences are not worth a message: the defaults are what a first start has.
    return { ...initial };
  }
}

export class Preferences {
  theme = $state<ThemeChoice>('system');
  isLossLogarithmic = $state(false);
  areNormsLogarithmic = $state(true);
  areStepsLogarithmic = $state(false);
  /** A language model's loss is drawn as perplexity, its exponential. */
  isLossPerplexity = $state(false);
  /** Exponential smoothing of the training loss, 0 = none. */
  lossSmoothing = $state(0.6);

  constructor() {
    const kept = read();
    this.theme = kept.theme;
    this.isLossLogarithmic = kept.isLossLogarithmic;
    this.areNormsLogarithmic = kept.areNormsLogarithmic;
    this.areStepsLogarithmic = kept.areStepsLogarithmic;
    this.isLossPerplexity = kept.isLossPerplexity;
    this.lossSmoothing = kept.lossSmoothing;
  }

  keep(): void {
    const { theme, isLossLogarithmic, areNormsLogarithmic, areStepsLogarithmic, lossSmoothing, isLossPerplexity } =
      this;
    const kept: Kept = {
      theme,
      isLossLogarithmic,
      areNormsLogarithmic,
      areStepsLogarithmic,
      lossSmoothing,
      isLossPerplexity,
    };
    localStorage.setItem(KEY, JSON.stringify(kept));
  }
}
