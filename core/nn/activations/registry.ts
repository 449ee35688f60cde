/** Every activation there is: a new one is one file and one line here. */
import type { Activation } from './activation.ts';
import { elu } from './elu.ts';
import { gelu } from './gelu.ts';
import { geluTanh } from './gelu-tanh.ts';
import { leakyRelu } from './leaky-relu.ts';
import { linear } from './linear.ts';
import { relu } from './relu.ts';
import { selu } from './selu.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { sine } from './sine.ts';
import { softplus } from './softplus.ts';
import { tanh } from './tanh.ts';

export const activations = {
  linear,
  tanh,
  relu,
  sigmoid,
  leakyRelu,
  elu,
  selu,
  softplus,
  silu,
  gelu,
  geluTanh,
  sine,
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
