/**
 * One large map or curve: where its cursor stands, and what the network says there. Made by the
 * component that shows it.
 */
import { targetAt, targetSpan } from '../../../core/data/scaling.ts';
import { Evaluator } from '../../../core/engine/evaluator.ts';
import { Sampled } from '../../state/sampled.svelte.ts';
import type { Span } from '../../state/maps.svelte.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';
import type { ShownOutput } from '../../state/output-choice.svelte.ts';

export class MapView {
  readonly #bench: Workbench;
  readonly cells: number;
  readonly sampled: Sampled;
  /** Of inputs in the network's units, beside a curve upwards in the data's; null while nothing is pointed at. */
  cursor = $state.raw<{ readonly x: number; readonly y: number } | null>(null);

  /** Call while a component is set up. @param cells along each side; points of a curve are twice as many */
  constructor(bench: Workbench, cells: number) {
    this.#bench = bench;
    this.cells = cells;
    this.sampled = new Sampled(bench.background, () => {
      const { network } = bench.live;
      const inputs = this.#inputs;
      if (!network || network.inputCount === 0) return null;
      const rows = inputs.length / network.inputCount;
      return { network, layers: [], parameters: bench.editor.document.parameters, inputs, rows };
    });
  }

  readonly #inputs: Float64Array = $derived.by(() => this.#bench.maps.examples(2 * this.cells, 2 * this.cells));

  get shown(): ShownOutput {
    return this.#bench.maps.output.shown;
  }

  /** The region shown upwards: an input, or, beside a curve, the outputs. */
  readonly upSpan: Span = $derived.by(() => {
    const { maps, live } = this.#bench;
    if (!maps.isCurve) return maps.swept(maps.up);
    const output = this.shown === 'winner' ? 0 : this.shown;
    const span = live.data && targetSpan(live.data, output);
    if (!span) return { from: -1, to: 1 };
    const { least, most } = span;
    const margin = (most - least || 1) * 0.15;
    return { from: least - margin, to: most + margin };
  });

  readonly #evaluator: Evaluator | null = $derived.by(() =>
    this.#bench.live.network ? new Evaluator(this.#bench.live.network, 1) : null,
  );

  /** The network's inputs at the cursor. */
  readonly inputsAtCursor: Float64Array | null = $derived.by(() => {
    const { maps } = this.#bench;
    if (!this.cursor || maps.inputCount === 0) return null;
    const inputs = Float64Array.from(maps.base);
    inputs[maps.across] = this.cursor.x;
    if (!maps.isCurve) inputs[maps.up] = this.cursor.y;
    return inputs;
  });

  /** What the network says at the cursor, as people read it: shares or numbers, one per output. */
  readonly predictionAtCursor: Float64Array | null = $derived.by(() => {
    const evaluator = this.#evaluator;
    const inputs = this.inputsAtCursor;
    const { editor, live, maps } = this.#bench;
    if (!evaluator || !inputs || inputs.length !== live.network?.inputCount) return null;
    evaluator.run(editor.document.parameters, inputs, 1);
    const row = Float64Array.from(evaluator.outputs);
    maps.predict(row);
    return row;
  });

  /** Moves the cursor by a share of the region, from the middle when there is none yet. */
  moveCursor(dx: number, dy: number): void {
    const { maps } = this.#bench;
    const across = maps.swept(maps.across);
    const up = this.upSpan;
    const from = this.cursor ?? { x: (across.from + across.to) / 2, y: (up.from + up.to) / 2 };
    this.cursor = {
      x: Math.max(across.from, Math.min(across.to, from.x + dx * (across.to - across.from))),
      y: Math.max(up.from, Math.min(up.to, from.y + dy * (up.to - up.from))),
    };
  }

  /** The example within `reach` (shares of the region) of the cursor, or null. */
  exampleAtCursor(reach: number): number | null {
    const { maps, live } = this.#bench;
    const { data } = live;
    if (!this.cursor || !data) return null;
    const across = maps.swept(maps.across);
    const width = data.inputs.length;
    let best: number | null = null;
    let nearest = reach * reach;
    const output = this.shown === 'winner' ? 0 : this.shown;
    for (let row = 0; row * width < data.inputValues.length; row++) {
      const x = data.inputValues[row * width + maps.across]!;
      const y = maps.isCurve ? targetAt(data, row, output) : data.inputValues[row * width + maps.up]!;
      const dx = (x - this.cursor.x) / (across.to - across.from);
      const dy = (y - this.cursor.y) / (this.upSpan.to - this.upSpan.from);
      const distance = dx * dx + dy * dy;
      if (distance < nearest) [nearest, best] = [distance, row];
    }
    return best;
  }

  /** Makes what the cursor points at the example shown: one of the data, or inputs of the person's own. */
  pick(reach: number): void {
    const { live, maps } = this.#bench;
    const row = this.exampleAtCursor(reach);
    const inputs = this.inputsAtCursor;
    if (row !== null) live.showRow(row);
    else if (inputs) inputs.forEach((value, input) => live.setInput(input, maps.toData(input, value)));
  }
}
