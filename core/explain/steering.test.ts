import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { openTokenizer, type TextSource } from '../data/text-source.ts';
import { ONLY } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import { readProject } from '../formats/project.ts';
import { exponential, logarithm } from '../tensor/elementary.ts';
import { entryName, tensorName } from './entry-name.ts';
import { slopesOfToken, strongest, tensorTotals } from './steering.ts';

const { document } = readProject(readFileSync('assets/models/names.weightroom'));
const { network } = compileNetwork(document.layers, document.connections);
const tokenizer = openTokenizer(document.data[ONLY]!.source as TextSource);
const boundary = tokenizer.special.boundary!;
const promptOf = (text: string): number[] => [boundary, ...tokenizer.encode(text)];
const idOf = (letter: string): number => tokenizer.encode(letter)[0]!;
const ask = (text: string, letter: string) => ({
  tokens: promptOf(text),
  target: letter === '' ? boundary : idOf(letter),
  padding: 0,
  off: [],
});

/** Central differences lose half the digits of 1e-16; the slopes here are from 1e-3 to 1. */
const STEP = 1e-5;

/** log p(target) by forward alone, after one number of one parameter has been moved. */
function bruteForce({ tokens, target }: ReturnType<typeof ask>): Record<string, Float64Array> {
  const plan = new Plan(network!.graph, { largestBatch: 1 });
  plan.setParameters(document.parameters);
  plan.idsOf(network!.text!.input).set(tokens);
  const { vocabulary } = network!.text!;
  const from = (tokens.length - 1) * vocabulary;
  const logProbability = (): number => {
    plan.run('forward');
    const scores = plan.dataOf(network!.outputLayers[0]!).subarray(from, from + vocabulary);
    const best = Math.max(...scores);
    let sum = 0;
    for (const score of scores) sum += exponential(score - best);
    return scores[target]! - best - logarithm(sum);
  };
  const slopes: Record<string, Float64Array> = {};
  for (const [id, { data }] of plan.parameters) {
    slopes[id] = Float64Array.from(data, (value, i) => {
      data[i] = value + STEP;
      const above = logProbability();
      data[i] = value - STEP;
      const below = logProbability();
      data[i] = value;
      return (above - below) / (2 * STEP);
    });
  }
  return slopes;
}

describe.each([
  ['', 'm'],
  ['mar', 'i'],
  ['jo', ''],
])('after %j, a likelier %j', (text, letter) => {
  const question = ask(text, letter);
  test('is steered by the parameters that brute force names: all of the first ten, all slopes to 7 digits', () => {
    const { gradients } = slopesOfToken(network!, document.parameters, question);
    const slopes = bruteForce(question);
    const names = (found: typeof gradients) => strongest(found, 10).map(({ id, index }) => `${id}[${index}]`);
    const [ours, theirs] = [names(gradients), names(slopes)];
    expect(ours.filter((name) => theirs.includes(name)).length).toBeGreaterThanOrEqual(9);
    let worst = 0;
    for (const [id, values] of Object.entries(gradients)) {
      values.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - slopes[id]![i]!))));
    }
    expect(worst).toBeLessThan(1e-7);
  });
});

test('turning the strongest parameter a little in its direction makes the token likelier by that much', () => {
  const question = ask('mar', 'x');
  const { logProbability, gradients } = slopesOfToken(network!, document.parameters, question);
  const [first] = strongest(gradients, 1);
  const turned = document.parameters[first!.id]!.slice();
  turned[first!.index]! += 0.001 * Math.sign(first!.gradient);
  const after = slopesOfToken(network!, { ...document.parameters, [first!.id]: turned }, question);
  const gain = after.logProbability - logProbability;
  expect(gain / (0.001 * Math.abs(first!.gradient))).toBeCloseTo(1, 1); // curvature over a step of 0.001
});

test('the strongest come first, as many as asked for, and none without any effect', () => {
  const found = strongest({ a: Float64Array.of(0, -3, 1), b: Float64Array.of(2, 3, 0) }, 4);
  expect(found.map(({ id, index }) => `${id}${index}`)).toEqual(['a1', 'b1', 'b0', 'a2']);
  expect(strongest({ a: Float64Array.of(0, 0) }, 4)).toEqual([]);
});

test('totals say how strongly each tensor acts as a whole', () => {
  const totals = tensorTotals({ a: Float64Array.of(1, -1), b: Float64Array.of(0.5, -3) });
  expect(totals).toEqual([
    { id: 'b', total: 3.5, largest: 3, count: 2 },
    { id: 'a', total: 2, largest: 1, count: 2 },
  ]);
});

test('a text, and a token of the vocabulary, are asked for', () => {
  expect(() => slopesOfToken(network!, document.parameters, { ...ask('', 'a'), tokens: [] })).toThrow('no text');
  expect(() => slopesOfToken(network!, document.parameters, { ...ask('', 'a'), target: 99 })).toThrow(
    'Token 99 is not among the 27 of the vocabulary.',
  );
});

test('every number of the names model has a name of its own', () => {
  const names = network!.parameters.flatMap(({ id }) =>
    Array.from(document.parameters[id]!, (_, i) => {
      const { block, tensor, row, column } = entryName(network!, tokenizer.tokens, id, i);
      return `${block}: ${tensor}, ${row}, ${column ?? ''}`;
    }),
  );
  expect(new Set(names).size).toBe(4192);
  expect(names).toContain('embedding: token embedding, token m, dimension 16');
  expect(names).toContain('attention 1: key weights, head 4, unit 1, unit 2');
  expect(names).toContain('attention 1: output weights, unit 3, head 2, unit 4');
  expect(names).toContain('feed-forward 1: output weights, unit 1, hidden unit 64');
  expect(names).toContain('head: weights, the logit of <end>, unit 1');
  const placeOf = (id: string): string => entryName(network!, tokenizer.tokens, id, 5).place;
  const idOf = (ending: string): string => network!.parameters.find(({ id }) => id.endsWith(ending))!.id;
  expect(placeOf(idOf('.weight'))).toBe('token a, dimension 6');
  expect(placeOf(idOf('.qkvWeight'))).toBe('from unit 6 to head 1, unit 1');
  expect(tensorName(network!, network!.parameters.find(({ id }) => id.endsWith('qkvWeight'))!.id)).toEqual({
    block: 'attention 1',
    tensor: 'query, key and value weights',
  });
});
