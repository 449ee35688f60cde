import type { Selection } from '../../state/selection.svelte.ts';
import { boxBetween, type Box } from '../geometry.ts';
import { hasMoved, type Gesture, type PointerAt } from './gesture.ts';

interface Found {
  readonly layers: string[];
  readonly edges: string[];
  readonly notes: string[];
}

/** Drag on empty sheet: selects what the rectangle touches; a plain click clears the selection. */
export class SelectingByMarquee implements Gesture {
  readonly cursor = 'crosshair';
  /** The rectangle, in canvas units; null until the pointer has moved. */
  box = $state.raw<Box | null>(null);
  readonly #from: PointerAt;
  readonly #selection: Selection;
  readonly #find: (box: Box) => Found;

  constructor(selection: Selection, from: PointerAt, find: (box: Box) => Found) {
    this.#selection = selection;
    this.#from = from;
    this.#find = find;
  }

  move(at: PointerAt): void {
    if (this.box || hasMoved(this.#from.screen, at.screen)) this.box = boxBetween(this.#from.canvas, at.canvas);
  }

  end(at: PointerAt): void {
    this.move(at);
    if (this.box) {
      const { layers, edges, notes } = this.#find(this.box);
      this.#selection.chooseMany(layers, edges, this.#from.shift, notes);
    } else if (!this.#from.shift) {
      this.#selection.clear();
    }
  }

  cancel(): void {
    this.box = null;
  }
}
