/**
 * What stays the same from frame to frame while a network trains: names and lengths of its arrays, its settings, its branch. It is
 * told once; the frames after it are numbers in an agreed order.
 */
import type { RunPosition, Table } from '../document/document.ts';
import type { Frame } from '../training/frame.ts';
import type { BranchPlace } from '../training/timeline.ts';

export interface TableForm {
  /** One a line: one text crosses more cheaply than thousands. */
  readonly names: string;
  readonly lengths: Uint32Array;
}

export interface FrameForm {
  readonly frame: Pick<Frame, 'runId' | 'phase' | 'isWhole' | 'isRunning' | 'settings' | 'constraints' | 'kernels'>;
  readonly branch: BranchPlace;
  readonly computedBy: RunPosition['kernels'];
  readonly parameters: TableForm;
  readonly moments: TableForm;
  /** Lengths. */
  readonly order: number;
  readonly random: number;
}

export function formOf({ position, parameters, branch: { id, parent, from }, ...frame }: Frame): FrameForm {
  const { runId, phase, isWhole, isRunning, settings, constraints, kernels } = frame;
  return {
    frame: { runId, phase, isWhole, isRunning, settings, constraints, kernels },
    branch: { id, parent, from },
    computedBy: position.kernels,
    parameters: tableForm(parameters),
    moments: tableForm(position.moments),
    order: position.order.length,
    random: position.random.length,
  };
}

/** Whether one form tells of both frames, which costs less to ask than to make it. */
export function haveSameForm(one: Frame, other: Frame): boolean {
  const keys = ['runId', 'phase', 'isWhole', 'isRunning', 'settings', 'constraints', 'kernels'] as const;
  const places = ['id', 'parent', 'from'] as const;
  return (
    keys.every((key) => one[key] === other[key]) &&
    places.every((key) => one.branch[key] === other.branch[key]) &&
    one.position.kernels?.arithmetic === other.position.kernels?.arithmetic &&
    one.position.kernels?.threads === other.position.kernels?.threads &&
    one.position.order.length === other.position.order.length &&
    one.position.random.length === other.position.random.length &&
    areAlike(one.parameters, other.parameters) &&
    areAlike(one.position.moments, other.position.moments)
  );
}

/** Numbers of the whole table. */
export const sizeOfTable = ({ lengths }: TableForm): number => lengths.reduce((sum, length) => sum + length, 0);

function tableForm(table: Table<Float64Array>): TableForm {
  const names = Object.keys(table);
  return { names: names.join('\n'), lengths: Uint32Array.from(names, (name) => table[name]!.length) };
}

function areAlike(one: Table<Float64Array>, other: Table<Float64Array>): boolean {
  const names = Object.keys(one);
  const others = Object.keys(other);
  return (
    names.length === others.length &&
    names.every((name, i) => name === others[i] && one[name]!.length === other[name]!.length)
  );
}
