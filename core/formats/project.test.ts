import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { Preset } from '../presets/preset.ts';
import { presets } from '../presets/registry.ts';
import { documents } from './fixtures/documents.ts';
import { isProject, readProject, writeProject, type History } from './project.ts';
import { readContainer, writeContainer } from './safetensors.ts';

const write = (document: NetworkDocument, history: History | null = null): Uint8Array =>
  writeProject({ document, history, appVersion: '0.1.0' });

describe('a project file', () => {
  test.each(Object.entries<Preset>(presets))('keeps preset %s', (_, preset) => {
    const document = preset.make();
    expect(readProject(write(document))).toEqual({ document, history: null, appVersion: '0.1.0' });
  });

  test('keeps any drawing, data table, optimizer state and loss curve bit for bit', () => {
    const evaluation = fc.record({
      step: fc.nat(),
      trainingLoss: fc.double({ noNaN: true }),
      validationLoss: fc.option(fc.double({ noNaN: true })),
      trainingAccuracy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      validationAccuracy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    const history = fc.record({
      losses: fc.float64Array({ maxLength: 20 }),
      evaluations: fc.array(evaluation, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(documents, fc.option(history), (document, curve) => {
        const bytes = write(document, curve);
        const opened = readProject(bytes);
        expect(opened).toEqual({ document, history: curve, appVersion: '0.1.0' });
        const again = writeProject(opened); // keys now in the schema's order
        expect(writeProject(readProject(again))).toEqual(again);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('is tried with every kind of layer and of data', () => {
    const drawn = fc.sample(documents, { numRuns: 300, seed: 1 });
    const kinds = new Set(drawn.flatMap(({ layers }) => Object.values(layers).map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(Object.keys(layerKinds).sort());
    expect(new Set(drawn.map(({ data }) => data[ONLY]!.source.kind))).toEqual(new Set(['builtin', 'table', 'text']));
  });

  test('is a safetensors file in which other programs find the parameters by id and shape', () => {
    const { tensors } = readContainer(write(presets.penguins.make()));
    const found = tensors.map(({ name, shape }) => [name, shape]);
    expect(found).toEqual([
      ['parameter/c1.weight', [8, 4]],
      ['parameter/l2.bias', [8]],
      ['parameter/c2.weight', [3, 8]],
      ['parameter/l3.bias', [3]],
    ]);
  });

  test('opens from the middle of a larger buffer, as Node reads small files', () => {
    const bytes = write(presets.worked.make());
    const pool = Buffer.alloc(bytes.length + 16);
    pool.set(bytes, 3);
    expect(readProject(pool.subarray(3, 3 + bytes.length)).document).toEqual(presets.worked.make());
  });

  test('is told apart from plain safetensors and from other files', () => {
    expect(isProject(write(presets.xor.make()))).toBe(true);
    expect(isProject(writeContainer({ metadata: {}, tensors: [] }))).toBe(false);
    expect(isProject(Uint8Array.of(1, 2, 3))).toBe(false);
  });
});
