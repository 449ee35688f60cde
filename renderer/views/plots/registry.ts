/** Every plot of the panel below the canvas: a new one is one file, one line here and its title in `view-titles.ts`. Those that suit the task are tabs. */
import ConfusionMatrix from './ConfusionMatrix.svelte';
import { datasets } from '../../../core/data/datasets/registry.ts';
import DataSheet from './DataSheet.svelte';
import DigitPad from './DigitPad.svelte';
import OutputMap from './OutputMap.svelte';
import PredictedAgainstTrue from './PredictedAgainstTrue.svelte';
import type { BelowName } from '../view-titles.ts';
import type { Plot } from './plot.ts';

export type PlotName = Exclude<BelowName, 'formulas' | 'parameters' | 'chain'>;

export const plots = {
  output: { suits: ({ inputCount }) => inputCount > 0, component: OutputMap },
  confusion: {
    suits: ({ task }) => task === 'binary' || task === 'classes',
    component: ConfusionMatrix,
  },
  pad: {
    suits: ({ inputs, inputCount }) =>
      inputCount === datasets.digits.inputs.length && datasets.digits.inputs.every((name, i) => name === inputs[i]),
    component: DigitPad,
  },
  predicted: { suits: ({ task }) => task === 'regression', component: PredictedAgainstTrue },
  data: { suits: ({ isText }) => !isText, component: DataSheet },
} as const satisfies Record<PlotName, Plot>;
