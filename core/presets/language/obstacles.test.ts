import { expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { modelObstacle, type TextFacts } from './obstacles.ts';
import { languagePresets } from './registry.ts';
import { drawTransformer } from './transformer.ts';

const form = languagePresets['gpt-char-small'].form;
const networkOf = (width: number, vocabulary: number) => {
  const { layers, connections } = drawTransformer({ ...form, width, vocabulary });
  return compileNetwork(layers, connections).network!;
};
const text: TextFacts = {
  name: 'a.txt',
  tokenCount: 1000,
  ordinaryTokens: 60,
  isDocuments: false,
  hasMask: false,
};
const obstacle = (facts: Partial<TextFacts>, isMasked = false, network = networkOf(32, 60)): string | null =>
  modelObstacle(network, { ...text, ...facts }, isMasked, 0.1);

test('nothing stands in the way of a usual text', () => {
  expect(obstacle({})).toBeNull();
  expect(obstacle({ hasMask: true }, true)).toBeNull();
});

test('a text of one token, one shorter than the context, and one without a mask are refused with what to do', () => {
  expect(obstacle({ ordinaryTokens: 1 })).toContain('nothing to guess');
  expect(obstacle({ tokenCount: 72 })).toContain('has 64 tokens to learn from');
  expect(obstacle({ tokenCount: 73 })).toBeNull(); // 65 to learn: 64 and one more
  expect(obstacle({ tokenCount: 20, isDocuments: true })).toBeNull();
  expect(obstacle({}, true)).toContain('needs a mask token');
});

test('more parameters than can be trained here are refused with the memory that they would take', () => {
  expect(obstacle({}, false, networkOf(1024, 4000))).toMatch(/^\d+ parameters take \d+ MB to train/);
});
