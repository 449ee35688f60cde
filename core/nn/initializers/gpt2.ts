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
