/** Pictures that the views on screen offer, as they stand there: which stretch is zoomed in on, which output is chosen. */
import type { Workbench } from '../state/workbench.svelte.ts';
import type { MakePicture, Picture } from './picture.ts';

export class OfferedPictures<Name extends string> {
  readonly #offered = new Map<Name, readonly MakePicture[]>();

  /** @returns takes the offer back */
  offer(name: Name, make: MakePicture): () => void {
    this.#offered.set(name, [...(this.#offered.get(name) ?? []), make]);
    return () => {
      const rest = (this.#offered.get(name) ?? []).filter((other) => other !== make);
      this.#offered.set(name, rest);
    };
  }

  /** Of the view opened last. @throws Error saying which view to open, when none that is shown has it */
  async svg(bench: Workbench, name: Name, { title, where, svg }: Picture): Promise<string> {
    const make = this.#offered.get(name)?.at(-1);
    if (make) return make();
    if (svg) return svg(bench);
    throw new Error(`The ${title} is not open, so there is nothing to draw. ${where ?? ''}`.trim());
  }
}
