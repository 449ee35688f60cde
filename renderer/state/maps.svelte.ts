/**
 * Which inputs maps vary, over what region, and the small maps inside the neurons. A network with one input has response
 * curves, one with two has maps over both; of more inputs, two are chosen and the others stay as in the example shown.
 */
import { toDataUnits } from '../../core/data/scaling.ts';
import { sweepGrid, sweepLine, type SweptInput } from '../../core/engine/sweep.ts';
import { losses } from '../../core/nn/losses/registry.ts';
import { activations } from '../../core/nn/activations/registry.ts';
import { hasUnitMaps, mappedUnits, MOST_MAPPED_UNITS } from '../canvas/mapped-layers.ts';
import type { Background } from './background.ts';
import type { Editor } from './editor.svelte.ts';
import { NICE, type Live } from './live.svelte.ts';
import { OutputChoice } from './output-choice.svelte.ts';
import { Sampled, type SampleWish } from './sampled.svelte.ts';

/** Cells along each side of a neuron's map; points of its curve. */
export const NEURON_CELLS = 24;
const MARGIN = 0.15;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export class Maps {
  readonly #editor: Editor;
  readonly #live: Live;
  #chosen = $state.raw<{ readonly across: number; readonly up: number } | null>(null);
  /** What the person wants of maps in neurons; null = where a map says everything, with one or two inputs. */
  #wantsNeurons = $state<boolean | null>(null);
  readonly neurons: Sampled;
  readonly output: OutputChoice;
  /** The regions while they must not move. */
  #held = $state.raw<readonly Span[] | null>(null);

  readonly inputCount = $derived.by(() => this.#live.inputCount);
  readonly isCurve = $derived(this.inputCount === 1);
  /** Index of the input that varies from left to right. */
  readonly across = $derived.by(() => Math.min(this.#chosen?.across ?? 0, Math.max(0, this.inputCount - 1)));
  /** Index of the input that varies upwards; meaningless for a curve. */
  readonly up = $derived.by(() => {
    const wanted = Math.min(this.#chosen?.up ?? 1, Math.max(0, this.inputCount - 1));
    return wanted === this.across ? (wanted === 0 ? 1 : 0) : wanted;
  });
  /** The region of each input, as the network takes them, that the examples lie in, a little wider. */
  readonly spans: readonly Span[] = $derived.by(() => {
    if (this.#held?.length === this.inputCount) return this.#held;
    const data = this.#live.data;
    const width = data?.inputs.length ?? 0;
    return Array.from({ length: this.inputCount }, (_, input) =>
      data && input < width ? spanOf(data.inputValues, width, input) : { from: -1, to: 1 },
    );
  });
  /** What the inputs that do not vary stay at. */
  readonly base: Float64Array = $derived.by(() =>
    this.inputCount > 2 ? this.#live.inputs : new Float64Array(this.inputCount),
  );
  /** Outputs are shown as 0 to 1: the task is to say yes or no, or which class. */
  readonly isShare = $derived.by(() => this.#live.data !== null && this.#live.data.task !== 'regression');
  readonly areInNeurons = $derived.by(
    () =>
      this.inputCount > 0 &&
      (this.#wantsNeurons ??
        ((this.inputCount === 1 || this.inputCount === 2) && mappedUnits(this.#drawn) <= MOST_MAPPED_UNITS)),
  );
  /** As drawn now: opening a layer compiles nothing anew. */
  readonly #drawn = $derived.by(() =>
    (this.#live.network?.layers ?? []).flatMap(({ id }) => this.#editor.layers[id] ?? []),
  );
  /** As text, which stays the same while layers only move: their maps are not computed anew then. */
  readonly #mappedText: string = $derived.by(() =>
    this.#drawn
      .filter(hasUnitMaps)
      .map(({ id }) => id)
      .join('\n'),
  );
  readonly #mapped: readonly string[] = $derived.by(() => this.#mappedText.split('\n'));
  readonly #neuronInputs: Float64Array | null = $derived.by(() =>
    this.areInNeurons ? this.examples(NEURON_CELLS, NEURON_CELLS) : null,
  );

  /** Full scale of each mapped layer's colours or curves: grows at once and shrinks late, so that pictures do not jump. */
  readonly #scales = new Map<string, number>();

  constructor(editor: Editor, live: Live, background: Background) {
    this.#editor = editor;
    this.#live = live;
    this.output = new OutputChoice(live, () => this.isCurve);
    this.neurons = new Sampled(background, () => this.#wish());
  }

  choose(axis: 'across' | 'up', input: number): void {
    const other = axis === 'across' ? this.up : this.across;
    const kept = other === input ? (axis === 'across' ? this.across : this.up) : other;
    this.#chosen = axis === 'across' ? { across: input, up: kept } : { across: kept, up: input };
  }

  /** Keeps the region as it is while examples are edited on it, or lets it follow them again. */
  hold(isHeld: boolean): void {
    this.#held = isHeld ? this.spans : null;
  }

  toggleNeurons(): void {
    this.#wantsNeurons = !this.areInNeurons;
  }

  /** What a picture of so many cells asks the network; for a curve, `columns` points. */
  examples(columns: number, rows: number): Float64Array {
    const { base } = this;
    if (this.isCurve) return sweepLine(base, this.swept(this.across), columns);
    return sweepGrid(base, this.swept(this.across), this.swept(this.up), columns, rows);
  }

  swept(input: number): SweptInput {
    return { input, ...(this.spans[input] ?? { from: -1, to: 1 }) };
  }

  /** Of an input, between the network's units and the data's. */
  toData(input: number, value: number): number {
    const feature = this.#live.data?.inputs[input];
    return feature ? toDataUnits(feature, value) : value;
  }

  nameOf(input: number): string {
    return this.#live.data?.inputs[input]?.name ?? `input ${input + 1}`;
  }

  /** One row of outputs as people read them, in place: shares where the loss works on logits, numbers in the data's units. */
  predict(row: Float64Array): void {
    const loss = this.#editor.training?.loss;
    if (loss) losses[loss].toPrediction(row);
    for (let i = 0; i < row.length; i++) row[i] = this.#live.toTargetUnits(i, row[i]!);
  }

  /**
   * One row of outputs, -1 to 1, as it is coloured: shares of one half as nothing, numbers by the largest target, both as the
   * network has them: of scaled targets the mean is nothing.
   *
   * @param row changed in place
   */
  shade(row: Float64Array): void {
    const loss = this.#editor.training?.loss;
    if (loss) losses[loss].toPrediction(row);
    for (let i = 0; i < row.length; i++) row[i] = this.isShare ? 2 * row[i]! - 1 : row[i]! / this.outputRange;
  }

  /** Full scale of outputs that are numbers, as the network has them: a plain one just above the largest target. */
  readonly outputRange: number = $derived.by(() => {
    const data = this.#live.data;
    if (!data) return this.#live.valueRange;
    const largest = data.targetValues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return NICE.find((end) => end >= largest) ?? largest;
  });

  /** Full scale of a hidden or input layer's values in `neurons`. */
  scaleOf(layer: string, values: Float64Array): number {
    const activation = this.#editor.layers[layer]?.activation;
    if (activation && isBounded(activation)) return 1;
    let largest = 0;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    const wanted = NICE.find((end) => end >= largest) ?? largest;
    const present = this.#scales.get(layer) ?? 0;
    const scale = wanted > present || largest < present * 0.3 ? wanted : present;
    this.#scales.set(layer, scale);
    return scale || 1;
  }

  #wish(): SampleWish | null {
    const { network } = this.#live;
    const inputs = this.#neuronInputs;
    if (!network || !inputs) return null;
    const rows = inputs.length / network.inputCount;
    return { network, layers: this.#mapped, parameters: this.#editor.document.parameters, inputs, rows };
  }
}

/** Whether an activation's values stay within -1 and 1. */
const isBounded = (name: keyof typeof activations): boolean =>
  Math.abs(activations[name].forward(1e6)) <= 1 && Math.abs(activations[name].forward(-1e6)) <= 1;

function spanOf(values: Float64Array, step: number, offset: number): Span {
  let least = Infinity;
  let most = -Infinity;
  for (let i = offset; i < values.length; i += step) {
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  if (!(least <= most)) return { from: -1, to: 1 };
  const margin = (most - least || 1) * MARGIN;
  return { from: least - margin, to: most + margin };
}
