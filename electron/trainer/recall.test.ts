/** States that an undo asks for again come with the optimizer's memory to the bit, or are said not to be kept: never nearly. */
import { expect, test } from 'vitest';
import { setActivation } from '../../core/document/commands/edit-layer.ts';
import { isSamePosition } from '../../core/document/same-bits.ts';
import { ONLY, type NetworkDocument, type TrainingSettings } from '../../core/document/document.ts';
import type { TrainingPlace } from '../../core/document/training-place.ts';
import { after, twoFourOne } from '../../core/document/fixtures/two-four-one.ts';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { presets } from '../../core/presets/registry.ts';
import type { Frame } from '../../core/training/frame.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import { signatureOf } from '../../core/training/state-signature.ts';
import { TrainingLoop } from './training-loop.ts';

const kernelsFor = (precision: 'float32' | 'float64') => (precision === 'float32' ? portable32 : portable64);

function loopOf(): TrainingLoop {
  let clock = 0;
  return new TrainingLoop({
    now: () => clock++,
    kernelsFor,
    kernelsForLookingBack: () => kernelsFor,
    soon: () => undefined,
    sendFrame: () => undefined,
  });
}

let loads = 0;
function load(loop: TrainingLoop, document: NetworkDocument): Frame {
  const { layers, connections, parameters, data, training, constraints, ties, run } = document;
  return loop.load({
    ...{ runId: ++loads, resumes: false, timeline: null, position: run[ONLY] ?? null, layers, connections, parameters },
    ...{ data: data[ONLY]!, training: training[ONLY]!, constraints: { constraints, ties } },
  });
}

const placeOf = ({ runId, branch, position, passed }: Frame): TrainingPlace | null =>
  passed && { run: runId, branch: branch.id, step: position.step, ...passed };

function finish<Result>(work: InTurns<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

const withOptimizer = (document: NetworkDocument, optimizer: TrainingSettings['optimizer']): TrainingSettings => ({
  ...document.training[ONLY]!,
  optimizer,
  optimizerSettings: { learningRate: 0.01 },
});

/** The small network after three steps of Adam. */
function trainedByAdam(loop: TrainingLoop): NetworkDocument {
  const start = twoFourOne();
  const document = { ...start, training: { [ONLY]: withOptimizer(start, 'adam') } };
  load(loop, document);
  const { parameters, position } = loop.step(3);
  return { ...document, parameters, run: { [ONLY]: position } };
}

test('a state that the optimizer of now does not keep whole is not said to be one that can be asked for', () => {
  const loop = loopOf();
  const trained = trainedByAdam(loop);
  const slower = { ...trained, training: { [ONLY]: withOptimizer(trained, 'sgd') } };
  const other = after(slower, setActivation(slower, ['l2'], 'relu'));
  expect(placeOf(load(loop, other))).toBeNull(); // the document has Adam's memory still; training has none
  const same = after(trained, setActivation(trained, ['l2'], 'relu'));
  expect(placeOf(load(loop, same))).not.toBeNull();
});

test('the memory of the optimizer comes back to the bit, or the state is not kept', () => {
  const loop = loopOf();
  const document = trainedByAdam(loop);
  const frame = loop.whole();
  const place = placeOf(frame)!;
  loop.step(4);
  const { parameters, position } = finish(loop.recall({ ...place, job: 1 }));
  expect(parameters).toEqual(document.parameters);
  expect(isSamePosition(position, document.run[ONLY]!)).toBe(true);
  const notKept = expect.objectContaining({ name: 'StateNotKept' }) as Error;
  const { a, b } = place.moments;
  expect(() => finish(loop.recall({ ...place, moments: { a: a ^ 1, b }, job: 2 }))).toThrow(notKept);
  expect(() => finish(loop.recall({ ...place, signature: { a, b }, job: 3 }))).toThrow(notKept);
  expect(() => finish(loop.recall({ ...place, branch: 7, job: 4 }))).toThrow(notKept);
  expect(() => finish(loop.recall({ ...place, step: 99, job: 5 }))).toThrow(notKept);
  expect(() => finish(loop.recall({ ...place, run: place.run + 1, job: 6 }))).toThrow(notKept);
});

test('after a knob was turned to what float32 rounds, the state is told by what training made of it', () => {
  const start = presets.digits.make();
  const training = { ...start.training[ONLY]!, batchSize: 1, precision: 'float32' as const };
  const loop = loopOf();
  load(loop, { ...start, training: { [ONLY]: training } });
  loop.step(1);
  const id = Object.keys(start.parameters)[0]!;
  loop.setParameters({ [id]: start.parameters[id]!.with(0, 0.1) });
  const frame = loop.whole();
  expect(frame.parameters[id]![0]).toBe(Math.fround(0.1));
  loop.step(2);
  const { parameters } = finish(loop.recall({ ...placeOf(frame)!, job: 1 }));
  expect(signatureOf(parameters)).toEqual(signatureOf(frame.parameters));
});

test('undoing the change of the optimizer brings its memory back, and training takes the steps that it would have taken', () => {
  const loop = loopOf();
  const trained = trainedByAdam(loop);
  const position = trained.run[ONLY]!;
  const expected = loop.step(4);
  const back = { parameters: { ...trained.parameters }, constraints: { constraints: {}, ties: {} }, position };
  loop.restore({ ...back, training: trained.training[ONLY]! });
  loop.configure(withOptimizer(trained, 'sgd'));
  const restored = loop.restore({ ...back, training: trained.training[ONLY]! });
  expect(isSamePosition(restored.position, position)).toBe(true);
  expect(signatureOf(loop.step(4).parameters)).toEqual(signatureOf(expected.parameters));
});
