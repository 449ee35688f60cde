import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { unconstrained } from '../document/constraints.ts';
import { presets } from '../presets/registry.ts';
import { fingerprint } from './fingerprint.ts';
import { TimedTrainer } from './timed-trainer.ts';

function make(): TimedTrainer {
  const { layers, connections, parameters, data, training } = presets.spirals.make();
  const { network } = compileNetwork(layers, connections);
  const settings = { ...training['now']!, batchSize: 7 };
  return new TimedTrainer({
    network: network!,
    data: prepareData(data['now']!),
    settings,
    parameters,
    position: null,
    constraints: unconstrained,
  });
}

test('what the last update was made of: its gradients and moves, and all is as before, bit for bit', () => {
  const [timed, plain] = [make(), make()];
  timed.steps(29);
  plain.steps(28);
  const before = plain.trainer.parameters;
  while (plain.trainer.phase !== 'backward') plain.advance();
  const gradients = plain.trainer.batchView()!.gradients;
  plain.advance();

  const trace = timed.lastUpdate()!;
  expect(trace.step).toBe(29);
  expect(trace.gradients).toEqual(gradients);
  const [id] = Object.keys(before) as [string];
  expect(trace.updates[id]![0]).toBe(plain.trainer.parameters[id]![0]! - before[id]![0]!);
  expect(timed.trainer.position).toEqual(plain.trainer.position);
  timed.steps(40);
  plain.steps(40);
  expect(fingerprint(timed.trainer.parameters)).toBe(fingerprint(plain.trainer.parameters));
});

test('a knob that was turned since keeps its turned value', () => {
  const timed = make();
  timed.steps(5);
  const [id, values] = Object.entries(timed.trainer.parameters)[0]!;
  timed.setParameters({ [id]: values.map(() => 0.25) });
  expect(timed.lastUpdate()!.step).toBe(5);
  expect(timed.trainer.parameters[id]![0]).toBe(0.25);
});

test('before the first update there is none', () => {
  expect(make().lastUpdate()).toBeNull();
});
