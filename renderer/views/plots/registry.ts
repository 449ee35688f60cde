/** Every plot of the panel below the canvas: a new one is one file and one line here. Those that suit the task are tabs. */
import ConfusionMatrix from './ConfusionMatrix.svelte';
import { datasets } from '../../../core/data/datasets/registry.ts';
import DataSheet from './DataSheet.svelte';
import DigitPad from './DigitPad.svelte';
import OutputMap from './OutputMap.svelte';
import PredictedAgainstTrue from './PredictedAgainstTrue.svelte';
import type { Plot } from './plot.ts';

export const plots = {
  output: { title: 'Output', suits: ({ inputCount }) => inputCount > 0, component: OutputMap },
  confusion: {
    title: 'Confusion',
    suits: ({ task }) => task === 'binary' || task === 'classes',
    component: ConfusionMatrix,
  },
  pad: {
    title: 'Draw',
    suits: ({ inputs, inputCount }) =>
      inputCount === datasets.digits.inputs.length && datasets.digits.inputs.every((name, i) => name === inputs[i]),
    component: DigitPad,
  },
  predicted: { title: 'Predicted', suits: ({ task }) => task === 'regression', component: PredictedAgainstTrue },
  data: { title: 'Data', suits: ({ isText }) => !isText, component: DataSheet },
} as const satisfies Record<string, Plot>;

export type PlotName = keyof typeof plots;
