/** Draws a preset: columns of layers from left to right, fully connected, with starting values from the seed. */
import { compileNetwork } from '../compile/compile.ts';
import { initialParameters } from '../compile/initial-parameters.ts';
import { defaultDataSettings } from '../data/prepare.ts';
import type { DatasetName } from '../data/datasets/registry.ts';
import {
  plainSteps,
  type Connection,
  type Layer,
  type NetworkDocument,
  type TrainingSettings,
} from '../document/document.ts';
import type { ActivationName } from '../nn/activations/registry.ts';
import type { LayerKindName } from '../nn/layers/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import type { LossName } from '../nn/losses/registry.ts';

export const COLUMN = 240;
export const ROW = 110;

export interface DrawnLayer {
  readonly name: string;
  readonly kind: LayerKindName;
  readonly size: number;
  readonly activation: ActivationName;
}

export interface PresetSettings {
  /** Layers side by side; those of one column one below the other. */
  readonly columns: readonly (readonly DrawnLayer[])[];
  readonly dataset: DatasetName;
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
}

export const input = (name: string, size = 1): DrawnLayer => ({ name, kind: 'input', size, activation: 'linear' });
export const dense = (name: string, size: number, activation: ActivationName): DrawnLayer => ({
  name,
  kind: 'dense',
  size,
  activation,
});
export const output = (name: string, size = 1): DrawnLayer => ({ name, kind: 'output', size, activation: 'linear' });

export function buildPreset({
  columns,
  dataset,
  loss,
  optimizer,
  learningRate,
  batchSize,
  seed,
}: PresetSettings): NetworkDocument {
  const layers: Record<string, Layer> = {};
  const placed = columns.map((column, c) =>
    column.map((drawn, row): Layer => {
      const layer: Layer = {
        ...drawn,
        id: `l${Object.keys(layers).length + 1}`,
        x: (c - (columns.length - 1) / 2) * COLUMN,
        y: (row - (column.length - 1) / 2) * ROW,
        hasBias: drawn.kind !== 'input',
      };
      layers[layer.id] = layer;
      return layer;
    }),
  );
  const connections: Record<string, Connection> = {};
  placed.slice(1).forEach((column, before) => {
    for (const target of column) {
      for (const source of placed[before]!) {
        const id = `c${Object.keys(connections).length + 1}`;
        connections[id] = { id, source: source.id, target: target.id, mask: null };
      }
    }
  });
  const training: TrainingSettings = {
    loss,
    optimizer,
    optimizerSettings: { ...initialSettings(optimizers[optimizer].fields), learningRate },
    initializer: 'xavierUniform',
    batchSize,
    seed,
    ...plainSteps,
  };
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new Error(`internal: a preset does not compile: ${problems[0]?.message}`);
  return {
    layers,
    connections,
    parameters: initialParameters(network, training.initializer, seed),
    labels: {},
    notes: {},
    groups: {},
    constraints: {},
    ties: {},
    data: { now: defaultDataSettings(dataset) },
    training: { now: training },
    run: {},
  };
}
