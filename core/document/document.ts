/**
 * The user's drawing as plain immutable data: what is drawn, every parameter's value, which data it learns from, how it
 * trains and how far it has come. Everything that undoes lives here; everything that a project file keeps lives here.
 *
 * A document is a set of tables. A {@link Change} replaces one entry of one table, so that undo is swapping two values.
 */
import type { ActivationName } from '../nn/activations/registry.ts';
import type { InitializerName } from '../nn/initializers/registry.ts';
import type { LayerKindName } from '../nn/layers/registry.ts';
import type { LossName } from '../nn/losses/registry.ts';
import type { KernelIdentity } from '../engine/kernels/identity.ts';
import type { PrecisionChoice } from '../engine/precision.ts';
import type { OptimizerName } from '../optim/optimizers/registry.ts';
import type { ScheduleName } from '../optim/schedules/registry.ts';
import type { DataSettings } from '../data/data-settings.ts';

export type Table<T> = Readonly<Record<string, T>>;

/** Nothing lies farther than this from the canvas's origin, in either direction. */
export const FARTHEST = 1e7;
export const onCanvas = (place: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, place));

/** A layer of `size` units; a lone neuron is a layer of one unit. Position is the item's centre, in canvas units. */
export interface Layer {
  readonly id: string;
  readonly kind: LayerKindName;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Ignored by inputs. */
  readonly activation: ActivationName;
  readonly hasBias: boolean;
  /** How it is drawn: one block, or every neuron for itself; absent = whichever suits its size. */
  readonly form?: LayerForm;
  /** The kind's own settings by field name; those that are missing are as the field starts. */
  readonly settings?: Table<number>;
}

export type LayerForm = 'block' | 'units';

/**
 * Joins every unit of `source` to every unit of `target`, but where `mask` holds 0.
 * Its weights are the parameter `weightId(connection.id)`, shape [target size, source size].
 */
export interface Connection {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Row-major [target size, source size], 1 = the edge is there; null = all are. */
  readonly mask: Uint8Array | null;
}

/** Text on the canvas. Position is its centre; sizes in canvas units. */
export interface Note {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

/** Layers and notes that belong together: drawn in a named frame, moved and selected as one. No item is in two. */
export interface Group {
  readonly id: string;
  readonly name: string;
  /** Ids of layers and notes, at least one. */
  readonly members: readonly string[];
}

/** One number of one parameter. */
export interface ParameterEntry {
  readonly id: string;
  readonly index: number;
}

/** What training must keep to at the entries of one parameter; null = nothing of the kind. By parameter id. */
export interface Constraint {
  /** 1 = training leaves this entry exactly as it is. */
  readonly frozen: Uint8Array | null;
  /** Smallest value allowed; -Infinity = any. */
  readonly minimum: Float64Array | null;
  /** Largest value allowed; Infinity = any. */
  readonly maximum: Float64Array | null;
}

/**
 * Entries that are one learnable number: member i is sign_i times the first, whose sign is 1. Its gradient is the sum of
 * sign_i times theirs. No entry is in two ties.
 */
export interface Tie {
  readonly id: string;
  readonly members: readonly TieMember[];
}

export interface TieMember extends ParameterEntry {
  /** -1 = mirrored: the negative of the first. */
  readonly sign: 1 | -1;
}

/** All that training must keep to. */
export interface Constraints {
  readonly constraints: Table<Constraint>;
  readonly ties: Table<Tie>;
}

/** Parameters are addressed by the item that owns them. */
export const weightId = (connectionId: string): string => `${connectionId}.weight`;
/** Id of the layer or connection that a parameter belongs to. */
export const ownerOf = (parameterId: string): string => parameterId.slice(0, parameterId.lastIndexOf('.'));
export const biasId = (layerId: string): string => `${layerId}.bias`;

export interface TrainingSettings {
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
  /** The optimizer's own settings by field name, `learningRate` among them. */
  readonly optimizerSettings: Table<number>;
  readonly initializer: InitializerName;
  /** Examples per step; more than there are means all of them. */
  readonly batchSize: number;
  /** Batches that one step goes through, one after another, before it moves the parameters by their mean gradient; absent = 1. */
  readonly accumulation?: number;
  /** Of a text: steps between two measurements of whole splits; absent = 250. */
  readonly measureEvery?: number;
  /** Seeds the initial values and the order of examples. */
  readonly seed: number;
  /** How the learning rate changes from step to step. */
  readonly schedule: ScheduleName;
  /** The schedule's own settings by field name. */
  readonly scheduleSettings: Table<number>;
  /** Largest norm of all gradients together; 0 = any. */
  readonly clipNorm: number;
  /** Largest size of a single gradient; 0 = any. */
  readonly clipValue: number;
  /** `auto`: see `precisionFor`. float64 checks out by hand; float32 is fast, on all cores. */
  readonly precision: PrecisionChoice;
}

/** Nothing added to plain steps: what is so until people change it. */
export const plainSteps = {
  schedule: 'constant',
  scheduleSettings: {},
  clipNorm: 0,
  clipValue: 0,
  precision: 'auto',
} as const satisfies Partial<TrainingSettings>;

/**
 * How far training has come, without the parameters themselves: with them it is a checkpoint, from which the same
 * document continues to the same bits.
 */
export interface RunPosition {
  /** Optimizer updates done. */
  readonly step: number;
  readonly epoch: number;
  /** Examples of this epoch already used. */
  readonly cursor: number;
  /** This epoch's order of the training examples (indices into the training split). */
  readonly order: Uint32Array;
  /** The generator's four words after the last shuffle. */
  readonly random: Uint32Array;
  /** Optimizer state, by `slot/parameter id`, e.g. `momentum/c1.weight`; same length as the parameter. */
  readonly moments: Table<Float64Array>;
  /** What computed it; absent in files from before that was kept. Only the same arithmetic goes on to the same bits. */
  readonly kernels?: KernelIdentity;
}

export interface NetworkDocument {
  readonly layers: Table<Layer>;
  readonly connections: Table<Connection>;
  readonly parameters: Table<Float64Array>;
  /** People's names for single parameters, by parameter id: one per entry, '' = the default name. */
  readonly labels: Table<readonly string[]>;
  readonly notes: Table<Note>;
  readonly groups: Table<Group>;
  /** By parameter id; only where there is one. */
  readonly constraints: Table<Constraint>;
  readonly ties: Table<Tie>;
  /** One entry each, under the key `now`: tables so that one kind of change covers them. */
  readonly data: Table<DataSettings>;
  readonly training: Table<TrainingSettings>;
  /** Absent before the first step. */
  readonly run: Table<RunPosition>;
}

export type TableName = keyof NetworkDocument;
export const ONLY = 'now';

/** Whether two settings say the same; those that came through a message are copies. */
export const isSameSettings = (a: TrainingSettings | undefined, b: TrainingSettings | undefined): boolean =>
  written(a) === written(b);

const written = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{${Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, part]) => `${key}:${written(part)}`)
        .join()}}`
    : String(value);
