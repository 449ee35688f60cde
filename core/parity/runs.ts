/** Golden cases made ready to run: a plan with the file's parameters and data, and its updates by one of PyTorch's optimizers. */
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import { softmaxOf as softmaxOfRow } from '../engine/kernels/reference/softmax.ts';
import { Plan } from '../engine/plan.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import type { Reals } from '../tensor/reals.ts';
import { LearnedParameters, OptimizerRule } from '../training/learned-parameters.ts';
import { ROUNDING, spreadOf, type ExactRun, type Spreads } from './conditioning.ts';
import { flat, type Nested } from './golden-file.ts';
import type { ParityModel } from './models.ts';
import type { NamedOptimizer } from './torch-names.ts';

/** In float64, by the reference loops. */
export function exactRun(model: ParityModel, chosen: NamedOptimizer, clipNorm: number): ExactRun {
  const { plan, learned } = prepare(model, portable64, chosen.name);
  const loss = (): number => {
    plan.runThrough('forward', 'loss');
    return plan.loss;
  };
  return { plan, update: updateBy(plan, learned, chosen, clipNorm), loss };
}

/** How far a precision's rounding carries a run of `steps`, over the entries that the file compares; `run` names it. */
export function spreadOfRun(
  spreads: Spreads,
  precision: keyof typeof ROUNDING,
  run: string,
  startIt: () => ExactRun,
  steps: number,
  params: Record<string, Nested>,
): number {
  return spreads.of(`${precision} ${run}`, () => {
    const golden = Object.fromEntries(Object.entries(params).map(([id, value]) => [id, flat(value)]));
    const counts = (id: string, entry: number): boolean => !Number.isNaN(golden[id]?.[entry]);
    return spreadOf(startIt, steps, ROUNDING[precision], counts);
  });
}

/** One update, by its number from 1. */
export const updateBy =
  (plan: Plan, learned: LearnedParameters, { settings }: NamedOptimizer, clipNorm: number) =>
  (step: number, withGradients?: () => void): void => {
    plan.runThrough('forward', 'backward');
    withGradients?.();
    plan.run('squares');
    learned.update({ step, optimizer: settings, clipNorm, clipValue: 0 });
  };

export function prepare(model: ParityModel, kernels: KernelSet, optimizer: keyof typeof optimizers) {
  const rule = new OptimizerRule(optimizers[optimizer]);
  const { nodes, inputs, output, parameters, examples, objective } = model;
  const plan = new Plan(
    { nodes, inputs, outputs: [output], parameters },
    { largestBatch: examples, kernels, objective, leastNeurons: 1, learning: { slots: rule.of.slots, rule } },
  );
  plan.setParameters(model.init);
  model.feed(plan);
  return { plan, learned: new LearnedParameters(plan, rule, {}) };
}

/** Probabilities of the outputs, which a plan itself never needs. */
export const softmaxOf =
  (count: number) =>
  (plan: Plan): Reals => {
    const logits = new Float64Array(count);
    plan.readOutputs(logits, plan.largestBatch);
    const width = plan.outputCount;
    for (let start = 0; start < count; start += width) softmaxOfRow(logits, start, logits, start, width);
    return logits;
  };
