/** A language model's loss as a function of one parameter alone, over a fixed sample of the windows that it learns from. */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { ParameterEntry, Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import type { InTurns } from './retrace.ts';
import { TextMeasure, WINDOWS_ASKED } from './text-measure.ts';
import { withWindows } from './text-windows.ts';

export interface ProfileQuestion extends ParameterEntry {
  /** Values that it would have. */
  readonly at: readonly number[];
}

export interface TextProfile {
  /** One loss per value, in nats per token. */
  readonly losses: Float64Array;
  /** Windows that each is the mean over. */
  readonly windows: number;
}

export class TextProfiler {
  readonly #measure: TextMeasure;
  readonly #windows: number;

  /** @throws RangeError when the network reads no text, or the text is too short for it */
  constructor(network: Network, data: PreparedData, kernels: KernelSet) {
    if (!network.text) throw new RangeError('Only a language model has a loss over windows of a text.');
    const windowed = withWindows(data, network.text);
    this.#measure = new TextMeasure(network, windowed, kernels);
    this.#windows = Math.min(WINDOWS_ASKED, windowed.trainingRows.length);
  }

  /** @throws RangeError when there is no such parameter */
  *along(parameters: Table<Float64Array>, { id, index, at }: ProfileQuestion): InTurns<TextProfile> {
    const values = parameters[id]?.slice();
    if (!values || index >= values.length) throw new RangeError('That parameter is not there any more.');
    const changed = { ...parameters, [id]: values };
    const losses = new Float64Array(at.length);
    for (const [i, value] of at.entries()) {
      values[index] = value;
      losses[i] = this.#measure.trainingLoss(changed, this.#windows);
      yield (i + 1) / at.length;
    }
    return { losses, windows: this.#windows };
  }
}
