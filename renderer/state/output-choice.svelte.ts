/** Which of the network's outputs maps and curves show: one choice for the map below, the large one, and its picture. */
import { classNames } from '../views/maps/map-examples.ts';
import type { Live } from './live.svelte.ts';

/** `winner`: the likeliest class; else the index of an output. */
export type ShownOutput = 'winner' | number;

export class OutputChoice {
  readonly #live: Live;
  readonly #isCurve: () => boolean;
  #wanted = $state<ShownOutput>('winner');

  constructor(live: Live, isCurve: () => boolean) {
    this.#live = live;
    this.#isCurve = isCurve;
  }

  readonly all: readonly { readonly value: ShownOutput; readonly title: string }[] = $derived.by(() => {
    const { network, data } = this.#live;
    const count = network?.outputCount ?? 0;
    const names = data?.task === 'classes' ? classNames(data) : (data?.targets.map(({ name }) => name) ?? []);
    const single = Array.from({ length: count }, (_, value) => ({
      value,
      title: names[value] ?? `output ${value + 1}`,
    }));
    return data?.task === 'classes' && !this.#isCurve()
      ? [{ value: 'winner' as const, title: 'Likeliest class' }, ...single]
      : single;
  });

  readonly shown: ShownOutput = $derived.by(() =>
    this.all.some(({ value }) => value === this.#wanted) ? this.#wanted : (this.all[0]?.value ?? 0),
  );

  show(output: ShownOutput): void {
    this.#wanted = output;
  }
}
