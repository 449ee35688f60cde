import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../tensor/random.ts';
import { keptTokens, sampleToken, type SamplingSettings } from './sampling.ts';

const plain: SamplingSettings = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1 };
/** Logits whose softmax is exactly these probabilities. */
const logitsOf = (...probabilities: number[]): number[] => probabilities.map((p) => Math.log(p));

describe('the tokens that may be drawn', () => {
  test('are all, most probable first, when nothing limits them', () => {
    const { ids, probabilities } = keptTokens(logitsOf(0.2, 0.5, 0.3), plain);
    expect([...ids]).toEqual([1, 2, 0]);
    expect(probabilities[0]).toBeCloseTo(0.5, 14);
  });

  test('are the k most probable with top-k, probabilities again summing to 1', () => {
    const { ids, probabilities } = keptTokens(logitsOf(0.1, 0.4, 0.3, 0.2), { ...plain, topK: 2 });
    expect([...ids]).toEqual([1, 2]);
    expect(probabilities[0]).toBeCloseTo(4 / 7, 14);
  });

  test('of equal logits at the edge of top-k, the lower id is kept', () => {
    expect([...keptTokens([1, 2, 1, 1], { ...plain, topK: 2 }).ids]).toEqual([1, 0]);
  });

  test('reach p with top-p, including the one that crosses it', () => {
    const logits = logitsOf(0.05, 0.5, 0.3, 0.15);
    expect([...keptTokens(logits, { ...plain, topP: 0.49 }).ids]).toEqual([1]);
    expect([...keptTokens(logits, { ...plain, topP: 0.51 }).ids]).toEqual([1, 2]);
    expect([...keptTokens(logits, { ...plain, topP: 0.81 }).ids]).toEqual([1, 2, 3]);
  });

  test('are limited by top-p among the top k alone', () => {
    const logits = logitsOf(0.4, 0.3, 0.2, 0.1); // of the first two: 4/7 = 0.571 and 3/7
    expect([...keptTokens(logits, { ...plain, topK: 2, topP: 0.57 }).ids]).toEqual([0]);
    expect([...keptTokens(logits, { ...plain, topK: 2, topP: 0.58 }).ids]).toEqual([0, 1]);
  });

  test('follow the temperature: 2 takes the square root of every ratio', () => {
    const { probabilities } = keptTokens(logitsOf(0.8, 0.2), { ...plain, temperature: 2 });
    expect(probabilities[0]! / probabilities[1]!).toBeCloseTo(2, 14);
  });

  test('at temperature 0 are the most probable alone, the lower id when two are equal', () => {
    expect([...keptTokens([1, 3, 3], { ...plain, temperature: 0 }).ids]).toEqual([1]);
  });

  test('never include one whose logit is -Infinity', () => {
    expect([...keptTokens([0, -Infinity, 1], plain).ids]).toEqual([2, 0]);
    expect(() => keptTokens([-Infinity], plain)).toThrow('no token is allowed');
    expect(() => keptTokens([0, NaN], plain)).toThrow('the logit of token 1 is NaN');
  });

  test('are less likely after they were written: positive logits divided, negative ones multiplied, once', () => {
    const settings = { ...plain, repetitionPenalty: 2 };
    const { ids, probabilities } = keptTokens([2, -1, 0.5], settings, [0, 1, 0]); // as [1, -2, 0.5]
    expect([...ids]).toEqual([0, 2, 1]);
    expect(probabilities[0]! / probabilities[2]!).toBeCloseTo(Math.exp(3), 10);
  });

  test('are a beginning of the same order for any limits, with probabilities that sum to 1', () => {
    const logits = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 40 });
    const settings = fc.record({
      temperature: fc.constantFrom(0.3, 1, 2.5),
      topK: fc.integer({ min: 0, max: 45 }),
      topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
      repetitionPenalty: fc.constant(1),
    });
    fc.assert(
      fc.property(logits, settings, (values, limits) => {
        const all = keptTokens(values, { ...limits, topK: 0, topP: 1 });
        const kept = keptTokens(values, limits);
        expect([...kept.ids]).toEqual([...all.ids.subarray(0, kept.ids.length)]);
        if (limits.topK > 0) expect(kept.ids.length).toBeLessThanOrEqual(limits.topK);
        expect(kept.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('drawing', () => {
  test('gives every token as often as its probability says', () => {
    const random = Random.fromSeed(3);
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[sampleToken(logitsOf(0.2, 0.5, 0.3), plain, random)]!++;
    // three standard deviations of 20,000 draws are at most 0.011
    [0.2, 0.5, 0.3].forEach((share, id) => expect(Math.abs(counts[id]! / 20_000 - share)).toBeLessThan(0.011));
  });

  test('is the same again from the same seed, and takes nothing from the generator at temperature 0', () => {
    const draw = (): number[] => {
      const random = Random.fromSeed(9);
      return Array.from({ length: 20 }, () => sampleToken([1, 2, 3, 2, 1], plain, random));
    };
    expect(draw()).toEqual(draw());
    const random = Random.fromSeed(1);
    sampleToken([1, 2], { ...plain, temperature: 0 }, random);
    expect(random.state).toEqual(Random.fromSeed(1).state);
  });
});
