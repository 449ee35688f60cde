/** Takes the values of an opened file into a network whose names and shapes they must match: all of them, or none. */
import type { Constraints, NetworkDocument, Table } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import { formatShape } from '../tensor/shape.ts';
import { heldBy } from './held-by.ts';
import type { NamedTensor, ParameterFile } from './format.ts';
import { tensorsByOldNames, tensorsOf, type DocumentTensor } from './tensors-of.ts';

export interface AppliedParameters {
  /** All parameters with the file's values, by our ids. */
  readonly parameters: Table<Float64Array>;
  /** What training must keep to from now on; null where the file says nothing of it. */
  readonly held: Constraints | null;
  /** How many numbers were taken over. */
  readonly count: number;
}

const MOST_NAMED = 5;

/** @returns the first thing that does not match as a problem, with how many more there are; nothing is taken then */
export function applyParameters(
  document: NetworkDocument,
  { tensors, held }: ParameterFile,
): AppliedParameters | Problem {
  const wanted = namedAsIn(tensors, document);
  const given = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const problems = [
    ...wanted.flatMap((tensor) => mismatch(tensor, given.get(tensor.name))),
    ...extras(tensors, new Set(wanted.map(({ name }) => name))),
  ];
  const [first, ...more] = problems;
  if (first)
    return more.length === 0 ? first : { ...first, message: `${first.message} (${more.length} more do not fit.)` };
  const constraints = held && heldBy(wanted, held);
  if (constraints && 'message' in constraints) return constraints;
  const parameters = wanted.map(({ id, name }): [string, Float64Array] => {
    const values = Float64Array.from(given.get(name)!.values);
    const { mask } = document.connections[id.slice(0, id.lastIndexOf('.'))] ?? { mask: null };
    if (mask) mask.forEach((bit, i) => (values[i] = bit === 0 ? 0 : values[i]!));
    return [id, values];
  });
  return {
    parameters: { ...document.parameters, ...Object.fromEntries(parameters) },
    held: constraints,
    count: wanted.reduce((sum, { values }) => sum + values.length, 0),
  };
}

/** The network's tensors by the names that the file has: those of today, or, where they are just those, of before. */
function namedAsIn(given: readonly NamedTensor[], document: NetworkDocument): DocumentTensor[] {
  const before = tensorsByOldNames(document);
  const names = new Set(given.map(({ name }) => name));
  const isOld = before.length === given.length && before.every(({ name }) => names.has(name));
  return isOld ? before : tensorsOf(document);
}

function mismatch({ id, name, shape }: DocumentTensor, given: NamedTensor | undefined): Problem[] {
  const item = id.slice(0, id.lastIndexOf('.'));
  if (!given) {
    return [
      {
        item,
        message: `The file has no "${name}" (${formatShape(shape)}). Rename the layer, or choose the file of this network.`,
      },
    ];
  }
  if (given.shape.length !== shape.length || given.shape.some((dimension, i) => dimension !== shape[i])) {
    return [
      {
        item,
        message: `"${name}" is ${formatShape(given.shape)} in the file but ${formatShape(shape)} here. Give the layers the same number of units.`,
      },
    ];
  }
  const bad = given.values.find((value) => !Number.isFinite(value));
  if (bad === undefined) return [];
  return [
    {
      item,
      message: `"${name}" holds ${bad} in the file; a parameter must be a finite number. Nothing was taken over.`,
    },
  ];
}

function extras(tensors: readonly NamedTensor[], known: ReadonlySet<string>): Problem[] {
  const unknown = tensors.filter(({ name }) => !known.has(name)).map(({ name }) => `"${name.slice(0, 80)}"`);
  if (unknown.length === 0) return [];
  const rest = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : '';
  const names = unknown.slice(0, MOST_NAMED).join(', ');
  return [
    {
      item: null,
      message: `The file has ${names}${rest}, which this network does not. Choose the file of this network.`,
    },
  ];
}
