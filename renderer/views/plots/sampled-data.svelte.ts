/** What the network says about the examples of the data themselves, for plots that compare it with the targets. */
import { Sampled } from '../../state/sampled.svelte.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

/** More rows than this are not looked at. */
export const MOST_ROWS = 50_000;

/** Call while a component is set up. */
export function sampleData({ background, live, editor }: Workbench): Sampled {
  return new Sampled(background, () => {
    const { network, data } = live;
    if (!network || !data) return null;
    if (data.inputs.length !== network.inputCount || data.targets.length !== network.outputCount) return null;
    const rows = Math.min(MOST_ROWS, data.inputValues.length / data.inputs.length);
    return { network, layers: [], parameters: editor.document.parameters, inputs: data.inputValues, rows };
  });
}

/** The rows of a split that were looked at; rows are in ascending order. */
export const lookedAt = (rows: Uint32Array, count: number): Uint32Array => rows.filter((row) => row < count);
