/** The hyper-parameters that families share: name, symbol, what it means, and limits wide enough for any model so far. */
import type { HyperField } from './family.ts';

function size(symbol: string, label: string, description: string, initial: number, max: number, min = 1): HyperField {
  return { symbol, label, description, initial, min, max, isInteger: true };
}

export function choice(label: string, description: string, choices: readonly string[], initial = 0): HyperField {
  return { symbol: '', label, description, initial, min: 0, max: choices.length - 1, isInteger: true, choices };
}

export const layers = size('L', 'Layers', 'Blocks that a token passes one after another.', 12, 1000);
export const width = size('d', 'Width', 'Numbers that stand for one token between layers.', 768, 131_072);
export const heads = size('h', 'Heads', 'Attention patterns side by side in one layer.', 12, 1024);
export const keyValueHeads = size('g', 'Key/value heads', 'Keys and values that heads share in groups.', 12, 1024);
export const headSize = size('a', 'Head size', 'Numbers in one query, key or value.', 64, 4096);
export const feedForward = size('f', 'Feed-forward', 'Inner width of the feed-forward part.', 3072, 1_048_576);
export const vocabulary = size('V', 'Vocabulary', 'Tokens that the model knows.', 50_257, 4_194_304);
export const context = size('C', 'Context', 'Positions with a learned vector of their own.', 1024, 4_194_304);
export const experts = size('E', 'Experts', 'Feed-forward parts to choose from in one layer.', 8, 4096);
export const chosenExperts = size('K', 'Experts per token', 'How many of them compute one token.', 2, 4096);
export const expertWidth = size('e', 'Expert width', 'Inner width of one expert.', 2048, 1_048_576);

export const tied = choice('Output head', 'Whether the output head is the token embedding once more.', [
  'own matrix',
  'tied to the embedding',
]);
export const bias = choice('Biases', 'Whether linear parts add a bias.', ['none', 'everywhere']);
export { size };
