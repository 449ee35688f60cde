/** What generated code calls back for: activations, losses and optimizers that have no code of their own here. */
import type { Activation } from '../../nn/activations/activation.ts';
import { calledActivation, writtenActivation, type ActivationCode } from './activation-code.ts';
import type { Context } from './context.ts';
import type { ModuleBuilder } from './module-builder.ts';
import type { SmallNetwork } from './small-network.ts';
import type { Running } from './small-program.ts';

/** The code of each unit's activation; imports those that are called, and puts them into `host`. */
export function activationCodes(
  { units }: SmallNetwork,
  module: ModuleBuilder,
  host: Record<string, unknown>,
): ActivationCode[] {
  const codes = new Map<Activation, ActivationCode>();
  for (const { activation } of units) {
    if (codes.has(activation)) continue;
    codes.set(activation, writtenActivation(activation) ?? importActivation(activation, codes.size, module, host));
  }
  return units.map(({ activation }) => codes.get(activation)!);
}

function importActivation(
  activation: Activation,
  number: number,
  module: ModuleBuilder,
  host: Record<string, unknown>,
): ActivationCode {
  const [forward, slope] = [`activation${number}`, `slope${number}`];
  host[forward] = activation.forward;
  host[slope] = activation.derivative;
  return calledActivation(
    module.importFunction('host', forward, { parameters: ['f64'], results: ['f64'] }),
    module.importFunction('host', slope, { parameters: ['f64', 'f64'], results: ['f64'] }),
  );
}

/** (rows) -> loss; writes its gradients. */
export function calledLoss(buffer: ArrayBuffer, { network, layout }: Context): (rows: number) => number {
  const { loss, outputs, largestBatch } = network;
  const columns = outputs.length;
  const view = (start: number) => new Float64Array(buffer, start, largestBatch * columns);
  const [given, targets, gradients] = [view(layout.outputs), view(layout.targets), view(layout.outputGradients)];
  return (rows) => {
    loss.backward(given, targets, rows, columns, gradients);
    return loss.forward(given, targets, rows, columns);
  };
}

/** (step, counted from the first that was handed over): the optimizer's own update; what is held is put back. */
export function calledUpdate(buffer: ArrayBuffer, context: Context, running: Running): (step: number) => void {
  const { layout, network } = context;
  const { held, optimizer, parameterCount } = network;
  const view = (start: number) => new Float64Array(buffer, start, parameterCount);
  const [values, gradients, slots] = [view(layout.values), view(layout.gradients), layout.slots.map(view)];
  const doubled = new Float64Array(buffer, layout.doubled, 2 * parameterCount);
  const moved = [values, ...slots];
  const before = held ? moved.map((entries) => entries.slice()) : [];
  return (step) => {
    const { settings, learningRates, firstStep } = running.steps!;
    const s = running.first + step;
    before.forEach((kept, which) => kept.set(moved[which]!));
    const used = learningRates ? { ...settings, learningRate: learningRates[s]! } : settings;
    optimizer.update(values, gradients, slots, firstStep + s, used);
    before.forEach((kept, which) => {
      for (let i = 0; i < parameterCount; i++) if (held![i] === 0) moved[which]![i] = kept[i]!;
    });
    values.forEach((value, i) => doubled.fill(value, 2 * i, 2 * i + 2));
  };
}

/** What is done around each update where someone asks for it: see `Around`. */
export function calledAround(buffer: ArrayBuffer, { layout, network }: Context, running: Running) {
  const values = new Float64Array(buffer, layout.values, network.parameterCount);
  const doubled = new Float64Array(buffer, layout.doubled, 2 * network.parameterCount);
  return {
    /** -> 0 to stop ahead of the update */
    beforeUpdate: (): number => (running.steps!.around!.beforeUpdate() ? 1 : 0),
    afterUpdate: (): void => {
      const { afterUpdate } = running.steps!.around!;
      if (!afterUpdate) return;
      afterUpdate();
      for (let i = 0; i < values.length; i++) doubled[2 * i] = doubled[2 * i + 1] = values[i]!;
    },
  };
}
