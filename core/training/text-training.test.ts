import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import type { TextSource } from '../data/text-source.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { readProject, writeProject } from '../formats/project.ts';
import { makeLanguageModel, type LanguagePreset } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { drawTransformer, type TransformerForm } from '../presets/language/transformer.ts';
import { encodeUtf8 } from '../tensor/utf8.ts';
import type { TextLayout } from '../text/encode-in-steps.ts';
import { tokenizerFromJson } from '../text/tokenizers/registry.ts';
import type { SamplingSettings } from '../text/sampling.ts';
import { fingerprint } from './fingerprint.ts';
import { textBaselines } from './text-baselines.ts';
import { TimedTrainer } from './timed-trainer.ts';
import { Trainer } from './trainer.ts';
import type { TrainerSetup } from './trainer-setup.ts';
import { windowStart, Writer } from './writer.ts';

const lines = {
  name: 'sums',
  text: Array.from({ length: 60 }, (_, i) => `${i % 8}+${(i * 3) % 9}=${(i % 8) + ((i * 3) % 9)}`).join('\n'),
};
const running = { name: 'rhyme', text: 'one two three four five six seven eight nine ten. '.repeat(20) };

const form: Omit<TransformerForm, 'vocabulary'> = {
  context: 8,
  layers: 1,
  heads: 2,
  width: 8,
  feedForward: { hidden: 16, form: 'SwiGLU' },
  normalisation: { form: 'RMSNorm', hasWeights: true, around: 'last' },
  positions: 'rotary',
  sees: 'earlier positions',
  hasBias: true,
  isTied: true,
  dropout: 0.1,
};

function preset(
  changes: Partial<TransformerForm> = {},
  objective: LanguagePreset['objective'] = 'next',
): LanguagePreset {
  return {
    ...languagePresets['gpt-names'],
    objective,
    draw: (vocabulary) => drawTransformer({ ...form, ...changes, vocabulary }),
    training: { batchSize: 4, learningRate: 0.01, weightDecay: 0.01, steps: 100, warmupSteps: 5 },
  };
}

/** In float64, so that it is the portable kernels' on any machine. */
function make(
  layout: TextLayout,
  changes?: Partial<TransformerForm>,
  objective?: LanguagePreset['objective'],
): NetworkDocument {
  const document = makeLanguageModel(preset(changes, objective), layout === 'lines' ? lines : running, 7);
  return { ...document, training: { [ONLY]: { ...document.training[ONLY]!, precision: 'float64' } } };
}

function setup(document: NetworkDocument): TrainerSetup {
  const { network, problems } = compileNetwork(document.layers, document.connections);
  expect(problems).toEqual([]);
  return {
    network: network!,
    data: prepareData(document.data[ONLY]!),
    settings: document.training[ONLY]!,
    parameters: document.parameters,
    position: document.run[ONLY] ?? null,
  };
}

describe.each(['lines', 'continuous'] as const)('a language model on %s', (layout) => {
  test('starts at the loss of guessing by chance and learns to be better than by frequency', () => {
    const document = make(layout);
    const trainer = new Trainer(setup(document));
    const { randomLoss, unigramLoss } = textBaselines(trainer.data.text!);
    expect(trainer.evaluate().trainingLoss).toBeCloseTo(randomLoss, 1);
    trainer.steps(100);
    expect(trainer.evaluate().trainingLoss).toBeLessThan(unigramLoss);
  });

  test('measures first in turns, whatever else is done meanwhile, to the bits of measuring at once', () => {
    const document = make(layout);
    const [expected] = new Trainer(setup(document)).takeEvaluations();
    const trainer = new Trainer({ ...setup(document), measuresInTurns: true });
    expect(trainer.takeEvaluations()).toEqual([]);
    trainer.measureOn();
    trainer.steps(3);
    trainer.evaluate();
    trainer.configure({ ...document.training[ONLY]!, batchSize: 2 });
    while (trainer.isMeasuring) trainer.measureOn();
    expect(trainer.takeEvaluations()).toEqual([expected]);
    trainer.measureOn();
    expect(trainer.takeEvaluations()).toEqual([]);
  });

  test('goes on from a position to the same bits, dropout included', () => {
    const document = make(layout);
    const whole = new Trainer(setup(document));
    whole.steps(25);
    const first = new Trainer(setup(document));
    first.steps(11);
    const second = new Trainer({ ...setup(document), parameters: first.parameters, position: first.position });
    second.steps(14);
    expect(fingerprint(second.parameters)).toBe(fingerprint(whole.parameters));
  });

  test('comes back to a step of its timeline with the same bits', () => {
    const timed = new TimedTrainer(setup(make(layout)));
    timed.steps(21);
    const then = fingerprint(timed.trainer.parameters);
    timed.steps(20);
    timed.visit(timed.branch.id, 21);
    expect(fingerprint(timed.trainer.parameters)).toBe(then);
  });

  test('is saved with its text and where it stands, and goes on from the file to the same bits', () => {
    const document = make(layout);
    const trainer = new Trainer(setup(document));
    trainer.steps(5);
    const trained = { ...document, parameters: trainer.parameters, run: { [ONLY]: trainer.position } };
    const opened = readProject(writeProject({ document: trained, history: null, appVersion: '1' })).document;
    expect(opened).toEqual(trained);
    const again = new Trainer(setup(opened));
    again.steps(5);
    trainer.steps(5);
    expect(fingerprint(again.parameters)).toBe(fingerprint(trainer.parameters));
  });
});

test('the epoch of running text is as many tokens as it has', () => {
  const trainer = new Trainer(setup(make('continuous')));
  const { heldOutFrom } = trainer.data.text!;
  trainer.steps(Math.ceil(heldOutFrom / 8 / 4));
  expect(trainer.epoch).toBe(1);
});

describe('a masked model', () => {
  const given = setup(make('continuous', { sees: 'all positions', width: 16, dropout: 0 }, 'masked'));
  const trainer = new Trainer({ ...given, settings: { ...given.settings, batchSize: 16, schedule: 'constant' } });

  test('guesses hidden tokens better than the commonest one', () => {
    const { unigramAccuracy } = textBaselines(trainer.data.text!);
    trainer.steps(200);
    expect(trainer.evaluate().validationAccuracy).toBeGreaterThan(unigramAccuracy + 0.2);
  });

  test('is measured on the same hidden tokens each time', () => {
    expect(trainer.evaluate()).toEqual(trainer.evaluate());
  });
});

const sampling: SamplingSettings = { temperature: 0.9, topK: 0, topP: 0.95, repetitionPenalty: 1.1 };

describe('writing', () => {
  const drawings: [string, Partial<TransformerForm>][] = [
    ['rotary positions and SwiGLU', {}],
    [
      'learned positions and LayerNorm',
      { positions: 'learned', normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' } },
    ],
    [
      'an untied head without weights in its norms',
      { isTied: false, normalisation: { form: 'RMSNorm', hasWeights: false, around: 'first' } },
    ],
  ];
  test.each(drawings)('remembering keys and values gives the very tokens of computing anew: %s', (_name, changes) => {
    const document = make('continuous', changes);
    const trainer = new Trainer(setup(document));
    trainer.steps(20);
    const { network } = setup(document);
    const request = { prompt: [1, 2, 3], most: 40, sampling, seed: 5, stopAt: null };
    const [cached, uncached] = [true, false].map((remembers) => [
      ...new Writer(network, trainer.parameters, { remembers }).write(request),
    ]);
    expect(cached).toEqual(uncached); // all probabilities too, bit for bit
    expect(cached).toHaveLength(40);
    expect([...new Writer(network, trainer.parameters).write({ ...request, seed: 6 })]).not.toEqual(cached);
  });

  test('a writer serves one text after another', () => {
    const document = make('continuous');
    const { network, parameters } = setup(document);
    const writer = new Writer(network, parameters);
    const fresh = (tokens: number[]) => new Writer(network, parameters, { remembers: false }).scores(tokens);
    for (const tokens of [[1], [1, 2], [2], [2, 3, 4], [1, 3, 4, 5]]) {
      expect(writer.scores(tokens)).toEqual(fresh(tokens));
    }
  });

  test('stops at the token asked for', () => {
    const document = make('lines');
    const trainer = new Trainer(setup(document));
    trainer.steps(60);
    const { boundary } = tokenizerFromJson((document.data[ONLY]!.source as { tokenizer: unknown }).tokenizer).special;
    const writer = new Writer(setup(document).network, trainer.parameters);
    const written = [...writer.write({ prompt: [boundary!], most: 100, sampling, seed: 1, stopAt: boundary })];
    expect(written.at(-1)!.id).toBe(boundary);
    expect(written.slice(0, -1).every(({ id }) => id !== boundary)).toBe(true);
  });

  test('the window moves by half of itself once a text outgrows it', () => {
    expect([1, 8, 9, 12, 13, 16].map((length) => windowStart(length, 8))).toEqual([0, 0, 4, 4, 8, 8]);
  });

  test.each(['bigram', 'letters-mlp'] as const)('%s learns and writes too', (name) => {
    const document = makeLanguageModel(languagePresets[name], lines, 1);
    const trainer = new Trainer({
      ...setup(document),
      settings: { ...document.training[ONLY]!, precision: 'float64' },
    });
    const before = trainer.evaluate().trainingLoss;
    trainer.steps(60);
    expect(trainer.evaluate().trainingLoss).toBeLessThan(before - 0.5);
    const writer = new Writer(setup(document).network, trainer.parameters, {
      padding: trainer.data.text!.vocabulary - 1,
    });
    expect([...writer.write({ prompt: [0], most: 5, sampling, seed: 1, stopAt: null })]).toHaveLength(5);
  });
});

describe('what cannot be learned is said before', () => {
  test('a text shorter than the context', () => {
    const document = make('continuous');
    const { data } = document;
    const source = { ...data[ONLY]!.source, utf8: encodeUtf8('one two') } as TextSource;
    const short = { ...document, data: { [ONLY]: { ...data[ONLY]!, source } } };
    expect(() => new Trainer(setup(short))).toThrow(
      /The text to learn has 6 tokens, but the network sees 8 at once and needs one more/,
    );
  });
  test('an empty text', () => {
    expect(() => makeLanguageModel(languagePresets['gpt-char-small'], { name: 'a.txt', text: '' })).toThrow(
      '"a.txt" gives no vocabulary. The text is empty',
    );
  });
  test('a table', () => {
    const document = make('lines');
    const table = { ...document, data: { [ONLY]: makeTable() } };
    expect(() => new Trainer(setup(table))).toThrow('The network reads text, but the data is a table.');
  });
});

function makeTable(): NetworkDocument['data'][string] {
  return {
    source: { kind: 'builtin', name: 'xor', settings: {} },
    inputs: ['x1', 'x2'],
    targets: ['y'],
    validationShare: 0,
    splitSeed: 1,
    standardise: false,
  };
}
