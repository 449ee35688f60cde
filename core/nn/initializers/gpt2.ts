import type { Initializer } from './initializer.ts';

const DEVIATION = 0.02;

/** GPT-2's for all weights but those that write into the residual stream. @see Radford et al. 2019; nanoGPT's model.py */
export const gpt2: Initializer = {
  title: 'GPT-2 normal',
  formula: 'normal with deviation 0.02',
  fill: (values, _fanIn, _fanOut, random) => {
    for (let i = 0; i < values.length; i++) values[i] = DEVIATION * random.normal();
  },
};

/**
 * GPT-2's for the weights that write into the residual stream, which two of each layer do: smaller, so that their sum over
 * all layers starts as large as one.
 *
 * @param layers of the whole model, from 1
 */
export const gpt2Residual = (layers: number): Initializer => ({
  title: `GPT-2 normal for residuals of ${layers} layers`,
  formula: `normal with deviation 0.02 / √(2 · ${layers})`,
  fill: (values, _fanIn, _fanOut, random) => {
    const deviation = DEVIATION / Math.sqrt(2 * layers);
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  },
});
