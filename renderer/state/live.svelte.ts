/**
 * What the network says right now about one example: every unit's value, recomputed whenever a parameter, an input or the
 * drawing changes, on the page itself, so that a knob answers within the same frame.
 */
import type { Network } from '../../core/compile/compile.ts';
import type { DataFacts, PreparedData } from '../../core/data/data-settings.ts';
import { isScaled, targetAt, toDataUnits, toNetworkUnits } from '../../core/data/scaling.ts';
import { openTokenizer, textFacts, type TextFacts } from '../../core/data/text-source.ts';
import { weightId } from '../../core/document/document.ts';
import { Evaluator } from '../../core/engine/evaluator.ts';
import { losses } from '../../core/nn/losses/registry.ts';
import { formatNumber } from '../ui/number-format.ts';
import type { Editor } from './editor.svelte.ts';
import type { PreparedTables } from './prepared-tables.ts';

/** Scale ends that a legend shows as plain numbers. */
export const NICE = [0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000];

export class Live {
  readonly #editor: Editor;
  readonly #tables: PreparedTables;
  /** Row of the prepared data that is shown; null = the person's own inputs. */
  row = $state<number | null>(0);
  /** Inputs as the person set them, in the units of the data; used while `row` is null. */
  custom = $state.raw<Float64Array>(new Float64Array(0));
  /** |w| at which colour and width are full; grows at once and shrinks late, so that the scale does not jump. */
  weightRange = $state(2);

  readonly network: Network | null = $derived.by(() => this.#editor.compiled.network);
  /** What is known of the text of a language model, which the page never reads; null where the data is a table. */
  readonly text: TextFacts | string | null = $derived.by(() => {
    const source = this.#editor.data?.source;
    if (source?.kind !== 'text') return null;
    try {
      return textFacts(source);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  /** How each token of the text is shown, by id; none where the data is a table. */
  readonly tokenNames: readonly string[] = $derived.by(() => {
    const source = this.#editor.data?.source;
    return source?.kind === 'text' && typeof this.text !== 'string' ? openTokenizer(source).tokens : [];
  });
  /** The data ready to be shown, or why it is not. */
  readonly prepared: PreparedData | string = $derived.by(() => {
    const settings = this.#editor.data;
    if (!settings) return 'No data is chosen.';
    if (settings.source.kind === 'text') return `"${settings.source.name}" is a text: it has no table of examples.`;
    try {
      return this.#tables.get(settings);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  readonly data: PreparedData | null = $derived(typeof this.prepared === 'string' ? null : this.prepared);
  /** What the network must fit, or why that is not known. */
  readonly facts: DataFacts | string = $derived.by(() => {
    if (this.text === null) return this.prepared;
    return typeof this.text === 'string' ? this.text : { inputs: [], targets: [], text: this.text };
  });
  /** Reads and writes text: what it says of one example is computed in the training process, not here. */
  readonly isText: boolean = $derived((this.network?.text ?? null) !== null);
  /** Numbers that the network takes: none where it reads text. */
  readonly inputCount: number = $derived(this.isText ? 0 : (this.network?.inputCount ?? 0));
  readonly #evaluator: Evaluator | null = $derived(
    this.network && !this.isText ? new Evaluator(this.network, 1) : null,
  );

  /** Inputs of the example shown, one per input unit, in the units of the data. */
  readonly rawInputs: Float64Array = $derived.by(() => {
    const count = this.inputCount;
    const data = this.data;
    const row = this.row;
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const feature = data?.inputs[i];
      if (row === null || !data || !feature) values[i] = this.custom[i] ?? 0;
      else values[i] = toDataUnits(feature, data.inputValues[row * data.inputs.length + i] ?? 0);
    }
    return values;
  });

  /** What enters the network: standardised where the data is. */
  readonly inputs: Float64Array = $derived(
    this.rawInputs.map((value, i) => {
      const feature = this.data?.inputs[i];
      return feature ? toNetworkUnits(feature, value) : value;
    }),
  );

  /** Unit outputs and pre-activations by layer, for the example shown. */
  readonly values: ReadonlyMap<string, { readonly output: Float64Array; readonly before: Float64Array }> = $derived.by(
    () => {
      const found = new Map<string, { output: Float64Array; before: Float64Array }>();
      const network = this.network;
      const evaluator = this.#evaluator;
      if (!network || !evaluator) return found;
      evaluator.run(this.#editor.document.parameters, this.inputs, 1);
      for (const { id } of network.layers) {
        found.set(id, {
          output: Float64Array.from(evaluator.activationsOf(id)),
          before: Float64Array.from(evaluator.preActivationsOf(id)),
        });
      }
      return found;
    },
  );

  /** The target of the example shown, one per output unit, in the units of the data; null for the person's own inputs. */
  readonly target: Float64Array | null = $derived.by(() => {
    const data = this.data;
    if (!data || this.row === null) return null;
    const row = this.row;
    return Float64Array.from(data.targets, (_, target) => targetAt(data, row, target));
  });

  /** Outputs as people read them: probabilities where the loss works on logits, numbers in the units of the data. */
  readonly prediction: Float64Array = $derived.by(() => {
    const loss = this.#editor.training?.loss;
    const row = Float64Array.from(
      this.network?.outputLayers.flatMap((id) => [...(this.values.get(id)?.output ?? [])]) ?? [],
    );
    if (loss) losses[loss].toPrediction(row);
    return row.map((value, i) => this.toTargetUnits(i, value));
  });

  /** Full scale of unit values. */
  readonly valueRange = $derived.by(() => {
    let largest = 0;
    for (const { output } of this.values.values())
      for (const value of output) largest = Math.max(largest, Math.abs(value));
    return NICE.find((end) => end >= largest) ?? largest;
  });

  readonly #weightIds: readonly string[] = $derived.by(() => Object.keys(this.#editor.connections).map(weightId));

  constructor(editor: Editor, tables: PreparedTables) {
    this.#editor = editor;
    this.#tables = tables;
  }

  /** Whether the network learns targets in other units than the data's: its loss is in those. */
  readonly hasScaledTargets: boolean = $derived(this.data?.targets.some(isScaled) ?? false);

  /** A number that the network gives, in the units of the data. */
  toTargetUnits(output: number, value: number): number {
    const feature = this.data?.targets[output];
    return feature ? toDataUnits(feature, value) : value;
  }

  valuesOf(layer: string): Float64Array | null {
    return this.values.get(layer)?.output ?? null;
  }

  /** What an input or output unit stands for in the data. */
  captionsOf(layerId: string): readonly string[] {
    const network = this.network;
    const data = this.data;
    if (!network || !data) return [];
    const isInput = network.inputLayers.includes(layerId);
    const isOutput = network.outputLayers.includes(layerId);
    if (!isInput && !isOutput) return [];
    const order = isInput ? network.inputLayers : network.outputLayers;
    const features = isInput ? data.inputs : data.targets;
    const first = this.#firstUnit(order, layerId);
    const layer = this.#editor.layers[layerId];
    return Array.from({ length: layer?.size ?? 0 }, (_, unit) => {
      const feature = features[first + unit];
      if (!feature) return '';
      const name = feature.name === layer?.name && layer.size === 1 ? '' : feature.name;
      // The unit has the scaled number, which training compares; people want to read the other.
      return isOutput && isScaled(feature)
        ? `${name} ${formatNumber(this.prediction[first + unit] ?? NaN)}`.trim()
        : name;
    });
  }

  /** Index of the layer's first unit among all inputs, or all outputs. */
  unitOffset(layerId: string): number {
    const network = this.network;
    if (!network) return 0;
    return this.#firstUnit(network.inputLayers.includes(layerId) ? network.inputLayers : network.outputLayers, layerId);
  }

  #firstUnit(order: readonly string[], layerId: string): number {
    let first = 0;
    for (const id of order) {
      if (id === layerId) break;
      first += this.#editor.layers[id]?.size ?? 0;
    }
    return first;
  }

  /** Shows row `row` of the data, wrapping round at both ends. */
  showRow(row: number): void {
    const rows = this.data ? this.data.inputValues.length / Math.max(1, this.data.inputs.length) : 0;
    this.row = rows > 0 ? ((row % rows) + rows) % rows : 0;
  }

  /** Changes one input of the example shown, which becomes the person's own. */
  setInput(unit: number, value: number): void {
    const next = Float64Array.from(this.rawInputs);
    next[unit] = value;
    this.custom = next;
    this.row = null;
  }

  /** Shows an example of the person's own. @param values one per input, in the units of the data */
  setInputs(values: Float64Array): void {
    this.custom = values;
    this.row = null;
  }

  /** Called once per painted frame: keeps the weight scale readable without letting it jump. */
  adjustWeightRange(): void {
    let largest = 0;
    const { parameters } = this.#editor.document;
    for (const id of this.#weightIds) {
      const weights = parameters[id];
      if (!weights) continue;
      for (let i = 0; i < weights.length; i++) {
        const size = Math.abs(weights[i]!);
        if (size > largest) largest = size;
      }
    }
    const wanted = NICE.find((end) => end >= largest) ?? largest;
    if (wanted > this.weightRange || largest < this.weightRange * 0.3) this.weightRange = Math.max(1, wanted);
  }
}
