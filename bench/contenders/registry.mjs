/** What bench/build.mjs makes of weightroom.mjs. */
const weightroom = '../../out/bench/contenders/weightroom.js';

/**
 * Every row of the tables: what runs it, and with which settings. A new contender is a file beside this one and a line here.
 * `family` is what `--only` and a task's `contenders` name; `settings` reach the contender's `prepare`.
 */
export const contenders = [
  { name: 'Weightroom', family: 'weightroom', file: weightroom, isOurs: true },
  { name: 'Weightroom, 1 thread', family: 'weightroom', file: weightroom, settings: { threads: 1 } },
  { name: 'ConvNetJS', family: 'convnetjs', file: 'convnetjs.mjs' },
  { name: 'brain.js', family: 'brain', file: 'brain.mjs' },
  { name: 'synaptic', family: 'synaptic', file: 'synaptic.mjs' },
  { name: 'neataptic', family: 'neataptic', file: 'neataptic.mjs' },
  { name: 'TensorFlow.js cpu', family: 'tfjs-cpu', file: 'tfjs.mjs', settings: { backend: 'cpu' } },
  { name: 'TensorFlow.js wasm', family: 'tfjs-wasm', file: 'tfjs.mjs', settings: { backend: 'wasm' } },
  { name: 'jax-js wasm', family: 'jax-js', file: 'jax-js.mjs' },
  { name: 'PyTorch, 1 thread', family: 'pytorch', file: 'pytorch.py', module: 'torch', settings: { threads: 1 } },
  { name: 'PyTorch, 2 threads', family: 'pytorch', file: 'pytorch.py', module: 'torch', settings: { threads: 2 } },
  { name: 'NumPy, 1 thread', family: 'numpy', file: 'numpy-blas.py', module: 'numpy', settings: { threads: 1 } },
];
