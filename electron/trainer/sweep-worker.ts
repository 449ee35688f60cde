/** A thread of its own for a sweep: run after run, each told when it is done; it is ended from outside to give it up. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileNetwork } from '../../core/compile/compile.ts';
import { prepareData } from '../../core/data/prepare.ts';
import type { DataSettings } from '../../core/data/data-settings.ts';
import {
  ONLY,
  type Connection,
  type Constraints,
  type Layer,
  type NetworkDocument,
  type Table,
  type TrainingSettings,
} from '../../core/document/document.ts';
import { listRuns, runOne, type SweepPlan, type SweepRun, type SweepSetup } from '../../core/training/sweep.ts';
import { shaped } from '../../core/training/sweep-shape.ts';
import { kernelStock } from '../threads/kernel-stock.ts';

export interface SweepTask {
  readonly layers: Table<Layer>;
  readonly connections: Table<Connection>;
  readonly parameters: Table<Float64Array>;
  readonly data: DataSettings;
  readonly constraints: Constraints;
  readonly training: TrainingSettings;
  readonly plan: SweepPlan;
}

export type SweepMessage =
  | { readonly kind: 'share'; readonly share: number; readonly count: number }
  | { readonly kind: 'run'; readonly run: SweepRun };

const PROGRESS_MS = 100;
const tell = (message: SweepMessage): void => parentPort!.postMessage(message);

const { layers, connections, parameters, data, constraints, training, plan } = workerData as SweepTask;
const drawing: NetworkDocument = {
  ...{ layers, connections, parameters, labels: {}, notes: {}, groups: {} },
  ...constraints,
  ...{ data: { [ONLY]: data }, training: { [ONLY]: training }, run: {} },
};
const prepared = prepareData(data);
const kernelsFor = kernelStock({ threads: 1 });
const runs = listRuns(training, plan);
let told = -Infinity;
runs.forEach((made, i) => {
  const work = runOne(setupOf(shaped(drawing, made.shape)), i + 1, made, plan.steps);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) {
      tell({ kind: 'run', run: value });
      return;
    }
    if (performance.now() - told < PROGRESS_MS) continue;
    told = performance.now();
    tell({ kind: 'share', share: (i + value) / runs.length, count: runs.length });
  }
});

function setupOf(document: NetworkDocument): SweepSetup {
  const { network, problems } = compileNetwork(document.layers, document.connections);
  if (!network) throw new Error(problems[0]?.message ?? 'The network cannot be computed.');
  const held = { constraints: document.constraints, ties: document.ties };
  return { network, data: prepared, parameters: document.parameters, constraints: held, kernelsFor };
}
