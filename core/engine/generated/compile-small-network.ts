/** Writes the code of one small network, and makes it ready to run. */
import { MOST_EXACT_PARAMETERS } from '../precision.ts';
import { ConstantPool } from './constant-pool.ts';
import { levelsOf, type Context } from './context.ts';
import { activationCodes, calledAround, calledLoss, calledUpdate } from './host-functions.ts';
import { writtenLoss } from './loss-code.ts';
import { layOutMemory, MOST_CONSTANTS } from './memory-layout.ts';
import { ModuleBuilder } from './module-builder.ts';
import { pairPass } from './pair-pass.ts';
import type { SmallNetwork } from './small-network.ts';
import { SmallProgram, type Running, type Train } from './small-program.ts';
import { gradientCheck, trainFunction, updateFunction } from './step-code.ts';
import { isWorthUnrolling } from './unrolled-pass.ts';
import { writtenUpdate } from './update-code.ts';
import { PAGE, webAssembly } from './web-assembly.ts';

/**
 * Most weights and biases, and most units. The code grows with both, by some 150 bytes a weight: at the limit it takes the
 * platform a second or two in the background to compile it well, and until then it runs at a third of its speed.
 */
export const MOST_PARAMETERS = MOST_EXACT_PARAMETERS;
export const MOST_UNITS = 1024;
/** Most bytes of memory, nearly all of which is the table. */
const MOST_BYTES = 1_073_741_824;

/** @returns null when the network holds something that this cannot do, its code would be too large, or the processor too old */
export function compileSmallNetwork(network: SmallNetwork): SmallProgram | null {
  if (!isFeasible(network)) return null;
  const { inputCount, units, outputs, optimizer, largestBatch } = network;
  const module = new ModuleBuilder();
  const host: Record<string, unknown> = {};
  const activations = activationCodes(network, module, host);
  const loss = writtenLoss(network.loss);
  const update = writtenUpdate(optimizer);
  const calls = {
    loss: loss ? -1 : module.importFunction('host', 'loss', { parameters: ['i32'], results: ['f64'] }),
    update: update ? -1 : module.importFunction('host', 'update', { parameters: ['i32'], results: [] }),
    before: module.importFunction('host', 'beforeUpdate', { parameters: [], results: ['i32'] }),
    after: module.importFunction('host', 'afterUpdate', { parameters: [], results: [] }),
  };
  const levels = levelsOf(network);
  const layout = layOutMemory({
    parameterCount: network.parameterCount,
    slotCount: optimizer.slots.length,
    groups: levels.flat(),
    inputCount,
    unitCount: units.length,
    outputCount: outputs.length,
    largestBatch,
    tableRows: rowsOf(network),
    numbersPerStep: update ? 2 + update.count : 0,
    callsLoss: !loss,
  });
  if (layout.end > MOST_BYTES) return null;
  const pool = new ConstantPool(layout.constants, MOST_CONSTANTS);
  const context: Context = { network, layout, pool, activations, loss, update, levels, calls };
  const pages = Math.ceil(layout.end / PAGE);
  module.importMemory('host', 'memory', pages);
  const pass = module.add(pairPass(context, false));
  const fullPass = isWorthUnrolling(context) ? module.add(pairPass(context, true)) : null;
  const check = module.add(gradientCheck(context));
  const updating = update
    ? {
        plain: module.add(updateFunction(context, update, false)),
        regularised: module.add(updateFunction(context, update, true)),
      }
    : { called: calls.update };
  module.add(trainFunction(context, { pass, fullPass, check, update: updating }), 'train');
  const bytes = module.toBytes();
  if (!webAssembly.validate(bytes)) return null; // a processor without these instructions
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
  const running: Running = { steps: null, first: 0 };
  if (!loss) host['loss'] = calledLoss(memory.buffer, context);
  if (!update) host['update'] = calledUpdate(memory.buffer, context, running);
  Object.assign(host, calledAround(memory.buffer, context, running));
  const instance = new webAssembly.Instance(new webAssembly.Module(bytes), { host: { ...host, memory } });
  fill(memory.buffer, context);
  return new SmallProgram(context, memory.buffer, instance.exports['train'] as Train, running, bytes.length);
}

const rowsOf = ({ table, inputCount, outputs }: SmallNetwork): number =>
  inputCount > 0 ? table.inputs.length / inputCount : table.targets.length / outputs.length;

/** Whether the code can be written at all: each parameter has one place, outputs are units, and there is not too much of it. */
function isFeasible({ inputCount, units, outputs, parameterCount, largestBatch }: SmallNetwork): boolean {
  const places = units.flatMap(({ bias, edges }) => [
    ...(bias === null ? [] : [bias]),
    ...edges.map(({ weight }) => weight),
  ]);
  const isPlacedOnce = new Set(places).size === places.length && places.every((index) => index < parameterCount);
  const areUnits = outputs.length > 0 && outputs.every((node) => node >= inputCount);
  const areDistinct = new Set(outputs).size === outputs.length;
  return (
    isPlacedOnce &&
    areUnits &&
    areDistinct &&
    largestBatch >= 1 &&
    places.length <= MOST_PARAMETERS &&
    units.length <= MOST_UNITS
  );
}

/** Writes masks, what is held, and the table. */
function fill(buffer: ArrayBuffer, { layout, network, pool }: Context): void {
  pool.writeInto(buffer);
  const words = new Int32Array(buffer);
  const setBits = (start: number, doubles: number) => words.fill(-1, start / 4, start / 4 + 2 * doubles);
  setBits(layout.masks + 16, 1);
  setBits(layout.masks + 32, 2);
  network.held?.forEach((moves, i) => moves !== 0 && setBits(layout.moving + 8 * i, 1));
  const { inputCount, outputs, table } = network;
  const width = inputCount + outputs.length;
  const into = new Float64Array(buffer, layout.table, layout.tableRows * width);
  for (let row = 0; row < layout.tableRows; row++) {
    into.set(table.inputs.subarray(row * inputCount, (row + 1) * inputCount), row * width);
    into.set(table.targets.subarray(row * outputs.length, (row + 1) * outputs.length), row * width + inputCount);
  }
}
