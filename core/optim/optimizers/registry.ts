/** Every optimizer there is: a new one is one file and one line here. */
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import { amsgrad } from './amsgrad.ts';
import { momentum } from './momentum.ts';
import { nesterov } from './nesterov.ts';
import type { Optimizer } from './optimizer.ts';
import { rmspropCentred } from './rmsprop-centred.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export const optimizers = {
  sgd,
  momentum,
  nesterov,
  adam,
  adamw,
  amsgrad,
  rmsprop,
  rmspropCentred,
  adagrad,
} as const satisfies Record<string, Optimizer>;

export type OptimizerName = keyof typeof optimizers;
