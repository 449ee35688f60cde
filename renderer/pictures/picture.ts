import type { Workbench } from '../state/workbench.svelte.ts';

/** Something of the window that can be taken away as a picture. */
export interface Picture {
  /** As in `Save the network as SVG`. */
  readonly title: string;
  /** @returns the text of an SVG file @throws Error saying why there is nothing to draw */
  readonly svg: (bench: Workbench) => Promise<string> | string;
}
