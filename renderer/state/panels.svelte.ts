/** How the window is parted: sizes of the panels in pixels, 0 = folded away, and whether the overview shows. Remembered. */

export const panelLimits = {
  left: { least: 200, most: 420, initial: 256 },
  right: { least: 240, most: 560, initial: 316 },
  bottom: { least: 150, most: 620, initial: 286 },
} as const;
export type PanelName = keyof typeof panelLimits;

const KEY = 'weightroom.panels.1';

function read(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {}; // what cannot be read is what a first start has
  }
}

export class Panels {
  sizes = $state.raw<Readonly<Record<PanelName, number>>>({
    left: panelLimits.left.initial,
    right: panelLimits.right.initial,
    bottom: panelLimits.bottom.initial,
  });
  isMinimapShown = $state(false);

  constructor() {
    const kept = read();
    for (const name of Object.keys(panelLimits) as PanelName[]) {
      if (typeof kept[name] === 'number') this.#set(name, kept[name]);
    }
    this.isMinimapShown = kept['isMinimapShown'] === true;
  }

  /** Within the panel's limits; dragged to less than half of the least, it folds away. */
  resize(name: PanelName, size: number): void {
    this.#set(name, size);
    this.#keep();
  }

  fold(name: PanelName): void {
    this.resize(name, this.sizes[name] === 0 ? panelLimits[name].initial : 0);
  }

  toggleMinimap(): void {
    this.isMinimapShown = !this.isMinimapShown;
    this.#keep();
  }

  #set(name: PanelName, size: number): void {
    const { least, most } = panelLimits[name];
    const next = size < least / 2 ? 0 : Math.round(Math.max(least, Math.min(most, size)));
    if (Number.isFinite(next)) this.sizes = { ...this.sizes, [name]: next };
  }

  #keep(): void {
    localStorage.setItem(KEY, JSON.stringify({ ...this.sizes, isMinimapShown: this.isMinimapShown }));
  }
}

/** Moves the focus to the next panel, or the one before, round in a circle. */
export function cyclePanels(by: 1 | -1): void {
  const found = [...document.querySelectorAll<HTMLElement>('[data-place]:not([inert]) [data-panel]')];
  const panels = ['header', ...found];
  const at = found.findIndex((panel) => panel.contains(document.activeElement)) + 1;
  const next = panels[(at + by + panels.length) % panels.length]!;
  const element = typeof next === 'string' ? document.querySelector<HTMLElement>(next) : next;
  const first = element?.matches('[tabindex="0"]')
    ? element
    : element?.querySelector<HTMLElement>('button:enabled, input:enabled, select:enabled, [tabindex="0"]');
  first?.focus();
}
