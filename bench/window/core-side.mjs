/**
 * What the window's benchmark needs of the core, in a process of Electron's own Node: project files of networks of any size, and
 * the very training loop of the app without a window, to compare with.
 *
 *   core-side.js make FILE SCENE-JSON
 *   core-side.js measured FILE                              -> the last evaluation in a project's history, exactly
 *   core-side.js curve                                        -> [{"title":t,"examples":n,"milliseconds":[...]}]
 *   core-side.js train FILE KERNELS-FOLDER WARM-MS MEASURED-MS   -> {"steps":n,"wall":s,"cpu":s}
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { compileNetwork } from '../../core/compile/compile.ts';
import { initialParameters } from '../../core/compile/initial-parameters.ts';
import { defaultDataSettings } from '../../core/data/prepare.ts';
import { readProject, writeProject } from '../../core/formats/project.ts';
import { buildPreset, dense, input, output } from '../../core/presets/build.ts';
import { openLanguagePreset } from '../../electron/cli/language-model.ts';
import { asItIs } from '../../electron/cli/open-text.ts';
import { kernelStock } from '../../electron/threads/kernel-stock.ts';
import { measureKnobCurve } from './knob-curve.mjs';
import { TrainingLoop } from '../../electron/trainer/training-loop.ts';

const settings = {
  dataset: 'spirals',
  loss: 'binaryCrossEntropy',
  optimizer: 'adam',
  learningRate: 1e-4,
  batchSize: 10,
  seed: 1,
};

function main([task, file, ...rest]) {
  if (task === 'make') return make(file, JSON.parse(rest[0]));
  if (task === 'measured')
    return console.log(JSON.stringify(readProject(readFileSync(file)).history.evaluations.at(-1)));
  if (task === 'curve') return console.log(JSON.stringify(measureKnobCurve(layered)));
  const [folder, warm, measured] = rest;
  return train(file, folder, Number(warm), Number(measured));
}

/** @param scene { layers: [hidden sizes] }, { neurons, edges } or { preset: a language model's, text: a file, seed }, and { steps } to train at once */
async function make(file, scene) {
  const document = await drawn(scene);
  if (!scene.steps) return writeFileSync(file, writeProject({ document, history: null, appVersion: 'benchmark' }));
  const loop = loopOf(document, scene.kernels);
  const { losses, evaluations, parameters, position } = loop.step(scene.steps);
  const trained = { ...document, parameters, run: { now: position } };
  writeFileSync(file, writeProject({ document: trained, history: { losses, evaluations }, appVersion: 'benchmark' }));
}

function drawn(scene) {
  if (scene.preset) return openLanguagePreset(scene.preset, choiceOf(scene));
  return scene.neurons ? singleNeurons(scene) : layered(scene);
}

const choiceOf = ({ text = null, seed = 1 }) => ({
  data: text,
  reading: asItIs,
  model: null,
  seed,
  scheduleSteps: null,
});

const layered = ({ layers }) =>
  buildPreset({
    ...settings,
    columns: [
      [input('x1'), input('x2')],
      ...layers.map((size, i) => [dense(`h${i + 1}`, size, 'tanh')]),
      [output('class')],
    ],
  });

/** Every neuron a layer of its own in a wide field, every edge a connection of its own, the same ones every time. */
function singleNeurons({ neurons, edges }) {
  const document = layered({ layers: [1] });
  const columns = 20;
  const layers = {};
  for (let i = 0; i < neurons; i++) {
    const kind = i < 2 ? 'input' : i === neurons - 1 ? 'output' : 'dense';
    const [x, y] = [160 * Math.floor(i / (neurons / columns)), 70 * (i % Math.ceil(neurons / columns))];
    const activation = kind === 'dense' ? 'tanh' : 'linear';
    layers[`n${i}`] = { id: `n${i}`, kind, name: `n${i}`, size: 1, x, y, activation, hasBias: kind !== 'input' };
  }
  const pairs = new Map();
  const add = (from, to) => pairs.set(`${from}-${to}`, [from, to]);
  for (let i = 2; i < neurons; i++) add(Math.max(0, i - 16), i);
  for (let i = 2; i < neurons - 1; i++) add(i, Math.min(neurons - 1, i + 16));
  let state = 1;
  while (pairs.size < edges) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const from = state % (neurons - 1);
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const to = 2 + (state % (neurons - 2));
    if (from < to) add(from, to);
  }
  const connections = {};
  [...pairs.values()].forEach(([from, to], i) => {
    connections[`e${i}`] = { id: `e${i}`, source: `n${from}`, target: `n${to}`, mask: null };
  });
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new Error(problems[0].message);
  const parameters = initialParameters(network, 'xavierUniform', settings.seed);
  return { ...document, layers, connections, parameters, data: { now: defaultDataSettings('spirals') } };
}

function loopOf({ layers, connections, parameters, data, training, run }, folder) {
  const files = {
    folder: pathToFileURL(`${folder}/`),
    thread: pathToFileURL(`${folder}/kernel-thread.js`),
  };
  const loop = new TrainingLoop({
    now: () => performance.now(),
    soon: (callback) => void setImmediate(callback),
    sendFrame: () => undefined, // nobody looks, so no frame is asked for again
    kernelsFor: kernelStock({ files }),
    kernelsForLookingBack: () => kernelStock({ files, threads: 1 }),
  });
  const constraints = { constraints: {}, ties: {} };
  const position = run.now ?? null;
  loop.load({
    runId: 1,
    layers,
    connections,
    parameters,
    data: data.now,
    training: training.now,
    constraints,
    position,
  });
  return loop;
}

async function train(file, folder, warm, measured) {
  const loop = loopOf(readProject(readFileSync(file)).document, folder);
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const read = () => {
    const { user, system } = process.cpuUsage();
    return { step: loop.pause().position.step, cpu: (user + system) / 1e6, wall: performance.now() / 1000 };
  };
  loop.run();
  await wait(warm);
  const before = read();
  loop.run();
  await wait(measured);
  const after = read();
  const [steps, cpu, wall] = ['step', 'cpu', 'wall'].map((key) => after[key] - before[key]);
  console.log(JSON.stringify({ steps, cpu, wall }));
  process.exit(0); // helping threads would wait for more
}

await main(process.argv.slice(2));
