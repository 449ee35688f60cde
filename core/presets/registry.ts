/** Every ready network: a new one is one entry here (or one file and one line, when it is drawn by hand). */
import { buildPreset, dense, input, output } from './build.ts';
import type { Preset } from './preset.ts';
import { worked } from './worked.ts';

const bias: Preset = {
  title: 'A line that needs a bias',
  description: 'One weight and one bias fit y = 0.5·x + 3. Switch the bias off: the line falls back to the origin.',
  make: () =>
    buildPreset({
      columns: [[input('x')], [output('y')]],
      dataset: 'line',
      loss: 'meanSquaredError',
      optimizer: 'sgd',
      learningRate: 0.05,
      batchSize: 8,
      seed: 1,
    }),
};

const gate = (title: string, dataset: 'and' | 'or', description: string): Preset => ({
  title,
  description,
  make: () =>
    buildPreset({
      columns: [[input('x1'), input('x2')], [output('y')]],
      dataset,
      loss: 'binaryCrossEntropy',
      optimizer: 'sgd',
      learningRate: 1,
      batchSize: 4,
      seed: 1,
    }),
});

const xor: Preset = {
  title: 'XOR',
  description: 'Four hidden neurons solve what one cannot: 1 when the inputs differ.',
  make: () =>
    buildPreset({
      columns: [[input('x1'), input('x2')], [dense('h', 4, 'tanh')], [output('y')]],
      dataset: 'xor',
      loss: 'binaryCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.05,
      batchSize: 4,
      seed: 1,
    }),
};

const circles: Preset = {
  title: 'Circles',
  description: 'Four neurons close a ring around the disc.',
  make: () =>
    buildPreset({
      columns: [[input('x1'), input('x2')], [dense('h', 4, 'tanh')], [output('y')]],
      dataset: 'circles',
      loss: 'binaryCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.05,
      batchSize: 20,
      seed: 1,
    }),
};

const moons: Preset = {
  title: 'Two moons',
  description: 'Six neurons bend one line between two half moons.',
  make: () =>
    buildPreset({
      columns: [[input('x1'), input('x2')], [dense('h', 6, 'tanh')], [output('moon')]],
      dataset: 'moons',
      loss: 'binaryCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.05,
      batchSize: 25,
      seed: 1,
    }),
};

const sine: Preset = {
  title: 'Sine',
  description: 'A curve out of eight bends: look into each neuron, and at their sum.',
  make: () =>
    buildPreset({
      columns: [[input('x')], [dense('h', 8, 'tanh')], [output('y')]],
      dataset: 'sine',
      loss: 'meanSquaredError',
      optimizer: 'adam',
      learningRate: 0.02,
      batchSize: 25,
      seed: 1,
    }),
};

const spirals: Preset = {
  title: 'Two spirals',
  description: 'Two hidden layers untangle two arms: watch the loss fall in steps.',
  make: () =>
    buildPreset({
      columns: [[input('x1'), input('x2')], [dense('h1', 12, 'tanh')], [dense('h2', 10, 'tanh')], [output('arm')]],
      dataset: 'spirals',
      loss: 'binaryCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.02,
      batchSize: 30,
      seed: 1,
    }),
};

const recipe: Preset = {
  title: 'Recipe',
  description: 'Flour, sugar and eggs in; sweet, fluffy and dry out. Change the amounts and taste the cake.',
  make: () =>
    buildPreset({
      columns: [
        [input('flour'), input('sugar'), input('eggs')],
        [dense('h', 6, 'tanh')],
        [output('sweet'), output('fluffy'), output('dry')],
      ],
      dataset: 'recipe',
      loss: 'meanSquaredError',
      optimizer: 'adam',
      learningRate: 0.02,
      batchSize: 20,
      seed: 1,
    }),
};

const penguins: Preset = {
  title: 'Palmer penguins',
  description: 'Four measurements tell three species apart.',
  make: () =>
    buildPreset({
      columns: [[input('x', 4)], [dense('h', 8, 'tanh')], [output('species', 3)]],
      dataset: 'penguins',
      loss: 'softmaxCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.02,
      batchSize: 32,
      seed: 1,
    }),
};

const iris: Preset = {
  title: 'Iris',
  description: 'The classic of statistics: 150 flowers, three species.',
  make: () =>
    buildPreset({
      columns: [[input('x', 4)], [dense('h', 6, 'tanh')], [output('species', 3)]],
      dataset: 'iris',
      loss: 'softmaxCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.02,
      batchSize: 16,
      seed: 1,
    }),
};

const wine: Preset = {
  title: 'Wine',
  description: 'Thirteen numbers from the laboratory tell three growers apart.',
  make: () =>
    buildPreset({
      columns: [[input('x', 13)], [dense('h', 8, 'tanh')], [output('grower', 3)]],
      dataset: 'wine',
      loss: 'softmaxCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.01,
      batchSize: 16,
      seed: 1,
    }),
};

const digits: Preset = {
  title: 'Digits',
  description: '64 pixels, 32 hidden neurons, 10 answers: draw a digit and see what the network reads.',
  make: () =>
    buildPreset({
      columns: [[input('pixels', 64)], [dense('h', 32, 'relu')], [output('digit', 10)]],
      dataset: 'digits',
      loss: 'softmaxCrossEntropy',
      optimizer: 'adam',
      learningRate: 0.005,
      batchSize: 32,
      seed: 1,
    }),
};

export const presets = {
  worked,
  bias,
  and: gate('AND', 'and', 'One neuron draws one line: 1 only when both inputs are 1.'),
  or: gate('OR', 'or', 'One neuron draws one line: 1 when any input is 1.'),
  xor,
  sine,
  circles,
  moons,
  spirals,
  recipe,
  penguins,
  iris,
  wine,
  digits,
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
