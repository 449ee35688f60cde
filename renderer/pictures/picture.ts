import type { Workbench } from '../state/workbench.svelte.ts';

/** The text of an SVG file. @throws Error saying why there is nothing to draw */
export type MakePicture = () => Promise<string> | string;

/** Something of the window that can be taken away as a picture. */
export interface Picture {
  /** As in `Save the network as SVG`. */
  readonly title: string;
  /** How to open the view that offers it, as a sentence; null where `svg` needs none. */
  readonly where: string | null;
  /** Draws it without the view on screen; absent where only the view has what is drawn. */
  readonly svg?: (bench: Workbench) => Promise<string> | string;
}
