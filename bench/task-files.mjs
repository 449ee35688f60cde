/**
 * A task on disk: `task.json` and one raw little-endian file per tensor. Children in any language read the very same bytes,
 * and none of them spends memory on making them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const arrays = { float32: Float32Array, int32: Int32Array };

/** Gives a tensor its shape, so that a mistake in a task shows where it is made. */
export function tensor(shape, values) {
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.length !== count) throw new Error(`A tensor [${shape}] holds ${count} values, not ${values.length}.`);
  return { shape, type: values instanceof Int32Array ? 'int32' : 'float32', values };
}

/** Writes a task into `folder`. */
export function writeTask(folder, task) {
  mkdirSync(folder, { recursive: true });
  const tensors = {};
  for (const [name, { shape, type, values }] of Object.entries(task.tensors)) {
    tensors[name] = { shape, type, file: `${name}.bin` };
    writeFileSync(
      path.join(folder, `${name}.bin`),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }
  writeFileSync(path.join(folder, 'task.json'), JSON.stringify({ ...task, tensors }, null, 1));
}

/** @returns the task, every tensor with its `values` as a typed array of its own */
export function readTask(folder) {
  const task = JSON.parse(readFileSync(path.join(folder, 'task.json'), 'utf8'));
  for (const entry of Object.values(task.tensors)) {
    const bytes = readFileSync(path.join(folder, entry.file));
    const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes); // not a shared pool
    entry.values = new arrays[entry.type](buffer, 0, bytes.byteLength / 4);
  }
  return task;
}
