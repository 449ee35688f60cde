/** Parts of the model that are switched off, the loss without them, and a table of what each part is worth. */
import type { Part, PartedLayer } from '../../../core/explain/ablation.ts';
import type { Ablations } from '../../../core/protocol/writing-calls.ts';
import { Question } from '../../state/questions.svelte.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

const isSame = (one: Part, other: Part): boolean => one.layer === other.layer && one.index === other.index;
const copy = (parts: readonly Part[]): Part[] => parts.map((part) => ({ ...part }));

/** What each part of some layers is worth, for the parameters that it was measured with. */
export interface PartTable {
  readonly parts: readonly Part[];
  readonly loss: number;
  readonly losses: Float64Array;
  readonly parameters: object;
}

export class Ablating {
  /** Loss on held-out text as the model is, and with what is off. */
  base = $state.raw<Ablations | null>(null);
  now = $state<number | null>(null);
  table = $state.raw<PartTable | null>(null);
  readonly #bench: Workbench;
  readonly #base: Question;
  readonly #now: Question;
  readonly #measuring: Question;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#base = new Question(bench.questions);
    this.#now = new Question(bench.questions);
    this.#measuring = new Question(bench.questions);
  }

  /** 0 .. 1 of the table; null when none is being made. */
  get share(): number | null {
    return this.#measuring.share;
  }

  get secondsLeft(): number | null {
    return this.#measuring.secondsLeft;
  }

  /** Whether the table is of the parameters as they are. */
  get isTableCurrent(): boolean {
    return this.table?.parameters === this.#bench.editor.document.parameters;
  }

  isOff(part: Part): boolean {
    return this.#bench.writing.off.some((one) => isSame(one, part));
  }

  /** Change of the loss when this part alone is switched off; null when it has not been measured. */
  costOf(part: Part): number | null {
    const { table } = this;
    const at = table ? table.parts.findIndex((one) => isSame(one, part)) : -1;
    return at < 0 ? null : table!.losses[at]! - table!.loss;
  }

  async toggle(part: Part): Promise<void> {
    const { writing } = this.#bench;
    const rest = writing.off.filter((one) => !isSame(one, part));
    await this.set(rest.length < writing.off.length ? rest : [...rest, part]);
  }

  async set(off: readonly Part[]): Promise<void> {
    const { writing } = this.#bench;
    await Promise.all([writing.change({ off }), this.#measureNow(off)]);
  }

  /** The losses as the model is now. */
  async measureBase(): Promise<void> {
    const base = await this.#base.ask((client, job) => client.ablate({ job, off: [], parts: [] }));
    if (!base) return;
    this.base = base;
    await this.#measureNow(this.#bench.writing.off);
  }

  /** What each part of these layers is worth by itself. */
  async measure(layers: readonly PartedLayer[]): Promise<void> {
    const { parameters } = this.#bench.editor.document;
    const parts = layers.flatMap(({ layer, count }) => Array.from({ length: count }, (_, index) => ({ layer, index })));
    const found = await this.#measuring.ask((client, job) => client.ablate({ job, off: [], parts: copy(parts) }));
    if (found) this.table = { parts, loss: found.loss, losses: found.losses, parameters };
  }

  cancel(): void {
    this.#measuring.giveUp();
  }

  forget(): void {
    this.#base.giveUp();
    this.#now.giveUp();
    this.#measuring.giveUp();
    this.base = null;
    this.now = null;
    this.table = null;
  }

  async #measureNow(off: readonly Part[]): Promise<void> {
    if (off.length === 0) {
      this.now = this.base?.loss ?? null;
      return;
    }
    const found = await this.#now.ask((client, job) => client.ablate({ job, off: copy(off), parts: [] }));
    if (found) this.now = found.loss;
  }
}
