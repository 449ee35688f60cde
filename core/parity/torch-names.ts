/** What PyTorch and the golden files call things, and what they are here. */
import type { Objective } from '../engine/objective.ts';
import type { Activation } from '../nn/activations/activation.ts';
import { activations, type ActivationName } from '../nn/activations/registry.ts';
import { binaryCrossEntropy } from '../nn/losses/binary-cross-entropy.ts';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import type { OptimizerName } from '../optim/optimizers/registry.ts';
import type { TorchOptimizer } from './golden-file.ts';

export const activationNames: Readonly<Record<string, ActivationName>> = {
  linear: 'linear',
  tanh: 'tanh',
  relu: 'relu',
  sigmoid: 'sigmoid',
  gelu_erf: 'gelu',
  gelu_tanh: 'geluTanh',
  silu: 'silu',
  'leaky_relu_0.01': 'leakyRelu',
  elu_1: 'elu',
  softplus: 'softplus',
};

export const activationNamed = (name: string): Activation | undefined => {
  const ours = activationNames[name];
  return ours && activations[ours];
};

const objectives: Readonly<Record<string, Objective>> = {
  mse: { kind: 'rows', loss: meanSquaredError },
  bce: { kind: 'rows', loss: binaryCrossEntropy },
  ce: { kind: 'classes' },
};

export const lossNamed = (name: string): Objective | undefined => objectives[name];

export interface NamedOptimizer {
  readonly name: OptimizerName;
  readonly settings: Readonly<Record<string, number>>;
}

/** Our optimizer with PyTorch's settings; null for one that is not known. */
export function optimizerNamed([torchName, torch]: TorchOptimizer): NamedOptimizer | null {
  const betas = Array.isArray(torch['betas']) ? torch['betas'] : [0, 0];
  const number = (key: string): number => Number(torch[key] ?? 0);
  const settings = {
    learningRate: number('lr'),
    weightDecay: number('weight_decay'),
    momentum: number('momentum'),
    smoothing: number('alpha'),
    epsilon: number('eps'),
    beta1: betas[0] ?? 0,
    beta2: betas[1] ?? 0,
  };
  const name = ourName(torchName, torch);
  return name && { name, settings };
}

function ourName(name: string, torch: TorchOptimizer[1]): OptimizerName | null {
  if (name === 'SGD') return torch['nesterov'] ? 'nesterov' : torch['momentum'] ? 'momentum' : 'sgd';
  if (name === 'RMSprop') return torch['centered'] ? 'rmspropCentred' : 'rmsprop';
  if (name === 'Adam') return torch['amsgrad'] ? 'amsgrad' : 'adam';
  if (name === 'AdamW') return 'adamw';
  return name === 'Adagrad' ? 'adagrad' : null;
}

/** Names of PyTorch's optimizer state, and of ours. */
const slotNames: Readonly<Record<string, string>> = {
  momentum_buffer: 'velocity',
  exp_avg: 'mean',
  exp_avg_sq: 'square',
  max_exp_avg_sq: 'largest',
  square_avg: 'square',
  grad_avg: 'mean',
  sum: 'square',
};

/** The slot that holds PyTorch's `name`; null for what is no slot, such as the step. */
export const slotNamed = (name: string): string | null => slotNames[name] ?? null;
