/** A run that stops by a rule stops at the first step that meets it, whichever way its steps are computed. */
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { prepareData } from '../../data/prepare.ts';
import { ONLY, type TrainingSettings } from '../../document/document.ts';
import { presets, type PresetName } from '../../presets/registry.ts';
import { fingerprint } from '../fingerprint.ts';
import { Trainer } from '../trainer.ts';
import { stopRules, watchFor, type StopCondition, type StopRuleName } from './registry.ts';
import { stopConditionSchema } from './schema.ts';

function trainerOf(name: PresetName, change: Partial<TrainingSettings> = {}, validationShare?: number): Trainer {
  const { layers, connections, parameters, data, training } = presets[name].make();
  const { network } = compileNetwork(layers, connections);
  const settings = data[ONLY]!;
  const prepared = prepareData({ ...settings, validationShare: validationShare ?? settings.validationShare });
  return new Trainer({
    network: network!,
    data: prepared,
    settings: { ...training[ONLY]!, ...change },
    parameters,
    position: null,
  });
}

const condition = (rule: StopRuleName, value: number, step = 0, epoch = 0): StopCondition => ({
  rule,
  value,
  step,
  epoch,
});

/** Trains as the training process does: as many steps at once as the rule allows, and no more than 64. */
function runUntil(trainer: Trainer, until: StopCondition, most = 20_000): string | null {
  const watch = watchFor(trainer, until);
  const end = trainer.stepsDone + most;
  while (trainer.stepsDone < end) {
    trainer.steps(Math.min(64, watch.ahead()));
    const reason = watch.reason();
    if (reason !== null) return reason;
  }
  return null;
}

/** Every step by its own phases, with what is asked of it. */
function firstStep(trainer: Trainer, isMet: (trainer: Trainer) => boolean, most = 20_000): number {
  for (let i = 0; i < most; i++) {
    trainer.step();
    if (isMet(trainer)) return trainer.stepsDone;
  }
  return NaN;
}

describe('stops at the first step that meets it', () => {
  test('loss below 0.05 on XOR, with the bits of walking there', () => {
    const one = trainerOf('xor');
    expect(runUntil(one, condition('lossBelow', 0.05))).toMatch(/^The loss of step \d+ is 0\.0\d+, below 0\.05\.$/);
    const other = trainerOf('xor');
    expect(one.stepsDone).toBe(firstStep(other, ({ lastLoss }) => lastLoss < 0.05));
    expect(fingerprint(one.parameters)).toBe(fingerprint(other.parameters));
  });

  test('accuracy of at least 90 % on the spirals, seen at the end of an epoch', () => {
    const one = trainerOf('spirals', { batchSize: 32 });
    expect(runUntil(one, condition('accuracyAbove', 90))).toContain('at least 90 %');
    const other = trainerOf('spirals', { batchSize: 32 });
    let epoch = 0;
    const isMet = (trainer: Trainer): boolean => {
      if (trainer.epoch === epoch) return false;
      ({ epoch } = trainer);
      return trainer.evaluate().trainingAccuracy! >= 0.9;
    };
    expect(one.stepsDone).toBe(firstStep(other, isMet));
  });

  test('gradient norm below 0.2 on the worked network', () => {
    const one = trainerOf('worked');
    expect(runUntil(one, condition('gradientBelow', 0.2))).toContain('gradient norm');
    const other = trainerOf('worked');
    expect(one.stepsDone).toBe(firstStep(other, ({ gradientNorm }) => gradientNorm < 0.2));
  });

  test('validation loss without a new best for 5 epochs', () => {
    const one = trainerOf('penguins', {}, 0.5);
    expect(runUntil(one, condition('noBetterValidation', 5))).toContain('no better for 5 epochs');
    const other = trainerOf('penguins', {}, 0.5);
    const seen = [other.evaluate().validationLoss!];
    while (seen.length - 1 - seen.indexOf(Math.min(...seen)) < 5) {
      const { epoch } = other;
      while (other.epoch === epoch) other.step();
      seen.push(other.evaluate().validationLoss!);
    }
    expect(one.stepsDone).toBe(other.stepsDone);
  });
});

test('steps and epochs are counted from where they were asked for, whenever a watch is made', () => {
  const trainer = trainerOf('spirals', { batchSize: 32 });
  trainer.steps(10);
  runUntil(trainer, condition('steps', 100, 10));
  expect(trainer.stepsDone).toBe(110);
  runUntil(trainer, condition('steps', 150, 10));
  expect(trainer.stepsDone).toBe(160);
  const { epoch } = trainer;
  runUntil(trainer, condition('epochs', 3, trainer.stepsDone, epoch));
  expect(trainer.epoch).toBe(epoch + 3);
  expect(trainer.position.cursor).toBe(0);
});

test('a rule that the data does not allow is refused with the reason', () => {
  expect(() => watchFor(trainerOf('worked'), condition('accuracyAbove', 90))).toThrow('there is no accuracy');
  expect(() => watchFor(trainerOf('worked', {}, 0), condition('noBetterValidation', 3))).toThrow(
    'No examples are held',
  );
  expect(() => watchFor(trainerOf('worked'), condition('steps', 0.5))).toThrow('Steps must be a whole number');
});

test('a condition from outside is checked against its own field', () => {
  for (const rule of Object.keys(stopRules) as StopRuleName[]) {
    expect(v.is(stopConditionSchema, condition(rule, stopRules[rule].field.initial))).toBe(true);
    expect(v.is(stopConditionSchema, condition(rule, Infinity))).toBe(false);
  }
  expect(v.is(stopConditionSchema, { ...condition('steps', 10), rule: 'toString' })).toBe(false);
});
