import { expect, test } from 'vitest';
import type { Column } from '../data/data-settings.ts';
import { prepareData, settingsForTable } from '../data/prepare.ts';
import { binaryCrossEntropy } from '../nn/losses/binary-cross-entropy.ts';
import { softmaxCrossEntropy } from '../nn/losses/softmax-cross-entropy.ts';
import { confusionOf, mostFrequentShare } from './confusion.ts';

const dataOf = (kinds: readonly string[]) => {
  const columns: Column[] = [
    { name: 'x', type: 'number', values: Float64Array.from(kinds, (_, i) => i) },
    { name: 'kind', type: 'category', values: kinds },
  ];
  return prepareData({ ...settingsForTable({ name: 'kinds', columns }), validationShare: 0 });
};

test('counts each true class by the class that is said, and keeps the first example of each cell', () => {
  const data = dataOf(['a', 'a', 'b', 'c', 'c']);
  const outputs = [5, 0, 0, 0, 5, 0, 0, 5, 0, 0, 0, 5, 5, 0, 0];
  const { classCount, counts, examples } = confusionOf(data, outputs as never, [0, 1, 2, 3, 4], softmaxCrossEntropy);
  expect(classCount).toBe(3);
  expect([...counts]).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 1]);
  expect([...examples]).toEqual([0, 1, -1, -1, 2, -1, 4, -1, 3]);
});

test('takes a logit above zero for yes', () => {
  const data = dataOf(['no', 'yes', 'yes']);
  const outputs = Float64Array.of(-1, 2, -3);
  expect([...confusionOf(data, outputs, [0, 1, 2], binaryCrossEntropy).counts]).toEqual([1, 0, 1, 1]);
  expect([...confusionOf(data, outputs, [1], binaryCrossEntropy).counts]).toEqual([0, 0, 0, 1]);
});

test('always saying the most frequent class is right as often as it occurs among the training rows', () => {
  expect(mostFrequentShare(dataOf(['a', 'a', 'b', 'c', 'c', 'c']))).toBe(0.5);
  expect(mostFrequentShare(dataOf(['no', 'yes', 'yes', 'yes']))).toBe(0.75);
});
