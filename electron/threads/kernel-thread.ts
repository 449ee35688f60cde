/** A thread that helps to run plans: sleeps until there is something to do. */
import { workerData } from 'node:worker_threads';
import { Control } from '../../core/engine/kernels/wasm/control.ts';
import { instantiate, type ThreadTask } from './wasm-module.ts';

const { module, memory, control, thread, threads } = workerData as ThreadTask;
new Control(memory.buffer, control).serve(instantiate(module, memory), thread, threads);
