import type { DataFacts } from '../data/data-settings.ts';
import type { Problem } from '../document/problem.ts';
import type { Network } from './compile.ts';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Whether the network takes and gives as many numbers as the data has; says which to change when not. */
export function matchesData(network: Network, data: DataFacts): Problem[] {
  if (network.text || data.text) return textMisfit(network, data);
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

function textMisfit({ text, outputLayers }: Network, data: DataFacts): Problem[] {
  if (!text) {
    const message = `"${data.text!.name}" is a text, but the network takes plain numbers. Choose a table, or open a language model.`;
    return [{ item: null, message }];
  }
  if (!data.text) {
    return [{ item: text.input, message: 'The network reads text, but the data is a table. Choose a text.' }];
  }
  if (text.vocabulary !== data.text.vocabulary) {
    const message = `The network knows ${text.vocabulary} tokens but "${data.text.name}" has ${data.text.vocabulary}. Set the size of the tokens to ${data.text.vocabulary}.`;
    return [{ item: text.input, message }];
  }
  if (data.text.objective === 'masked' && text.outputPositions === 1) {
    const message =
      'Hidden tokens are guessed at every position, but this network scores only the one after its window.';
    return [{ item: outputLayers[0] ?? null, message }];
  }
  return [];
}
