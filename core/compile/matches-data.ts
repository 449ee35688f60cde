import type { PreparedData } from '../data/data-settings.ts';
import type { Problem } from '../document/problem.ts';
import type { Network } from './compile.ts';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Whether the network takes and gives as many numbers as the data has; says which to change when not. */
export function matchesData(network: Network, data: PreparedData): Problem[] {
  const problems: Problem[] = [];
  const compare = (side: 'input' | 'output', units: number, features: number, layer: string | null): void => {
    if (units === features) return;
    const repair =
      units < features
        ? `Add ${plural(features - units, `${side} unit`)}`
        : `Remove ${plural(units - features, `${side} unit`)}`;
    const noun = side === 'input' ? 'input' : 'target';
    problems.push({
      item: layer,
      message: `The data has ${plural(features, noun)} but the network has ${plural(units, `${side} unit`)}. ${repair}, or choose columns that make ${units}.`,
    });
  };
  compare('input', network.inputCount, data.inputs.length, network.inputLayers[0] ?? null);
  compare('output', network.outputCount, data.targets.length, network.outputLayers[0] ?? null);
  return problems;
}
