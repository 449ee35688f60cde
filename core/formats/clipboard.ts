/**
 * A piece of a drawing as text, for the clipboard: JSON with every number at its shortest that reads back as the same bits
 * (but that -0 becomes 0). Anything may lie on a clipboard, so that reading trusts nothing.
 */
import * as v from 'valibot';
import { findCycle } from '../compile/acyclic.ts';
import { isWired } from '../compile/layer-context.ts';
import { inconsistentConstraints } from '../document/consistency.ts';
import { FileError } from '../data/file-error.ts';
import {
  biasId,
  ownerOf,
  weightId,
  type Connection,
  type Constraint,
  type Group,
  type Layer,
  type Note,
} from '../document/document.ts';
import type { Fragment } from '../document/fragment.ts';
import {
  connectionSchema,
  constraintSchema,
  groupSchema,
  layerSchema,
  noteSchema,
  tieSchema,
} from '../document/schema.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { readJson } from './read-json.ts';

const FORMAT = 'weightroom-fragment';
const LONGEST = 64 * 1_048_576;

export function writeFragment(fragment: Fragment): string {
  const { layers, connections, parameters, notes, groups, constraints, ties } = fragment;
  return JSON.stringify({
    format: FORMAT,
    version: 1,
    layers,
    connections: connections.map(({ mask, ...connection }) => ({ ...connection, mask: mask && [...mask] })),
    parameters: Object.fromEntries(Object.entries(parameters).map(([id, values]) => [id, [...values]])),
    notes,
    groups,
    constraints: Object.fromEntries(Object.entries(constraints).map(([id, constraint]) => [id, plain(constraint)])),
    ties,
  });
}

/** An open end of a range is null: JSON has no infinity. */
const plain = ({ frozen, minimum, maximum }: Constraint) => ({
  frozen: frozen && [...frozen],
  minimum: minimum && Array.from(minimum, (value) => (value === -Infinity ? null : value)),
  maximum: maximum && Array.from(maximum, (value) => (value === Infinity ? null : value)),
});

const finite = v.pipe(v.number(), v.finite());
const bit = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1));
const drawnMask = v.nullable(
  v.pipe(
    v.array(bit),
    v.transform((bits): Uint8Array => Uint8Array.from(bits)),
  ),
);
/** Absent in pieces that were copied before there were constraints. */
const ends = (open: number) =>
  v.nullable(
    v.pipe(
      v.array(v.nullable(finite)),
      v.transform((values): Float64Array => Float64Array.from(values, (value) => value ?? open)),
    ),
  );
const fragmentSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(1),
  layers: v.array(layerSchema),
  connections: v.array(
    v.pipe(
      v.strictObject({ id: v.string(), source: v.string(), target: v.string(), mask: drawnMask }),
      connectionSchema,
    ),
  ),
  parameters: v.record(
    v.string(),
    v.pipe(
      v.array(finite),
      v.transform((values): Float64Array => Float64Array.from(values)),
    ),
  ),
  notes: v.array(noteSchema),
  groups: v.array(groupSchema),
  constraints: v.optional(
    v.record(
      v.string(),
      v.pipe(
        v.strictObject({ frozen: drawnMask, minimum: ends(-Infinity), maximum: ends(Infinity) }),
        constraintSchema,
      ),
    ),
    {},
  ),
  ties: v.optional(v.array(tieSchema), []),
});

/** Whether a text claims to be a piece of a drawing; whether it is one, only reading tells. */
export const looksLikeFragment = (text: string): boolean => text.startsWith(`{"format":"${FORMAT}"`);

/** @throws FileError when the text is not a piece of a drawing that holds together */
export function readFragment(text: string): Fragment {
  if (text.length > LONGEST) {
    throw new FileError(
      `The clipboard holds ${text.length} characters; up to ${LONGEST} can be pasted. Copy fewer layers.`,
    );
  }
  const result = v.safeParse(fragmentSchema, readJson(text, 'The clipboard'));
  if (!result.success) {
    const where = v.getDotPath(result.issues[0]) ?? 'the top level';
    throw new FileError(
      `The clipboard does not hold layers: at ${where.slice(0, 80)}, ${result.issues[0].message.slice(0, 160)}. Copy layers first.`,
    );
  }
  const { layers, connections, parameters, notes, groups, constraints, ties } = result.output;
  const trouble =
    misfit(layers, connections, parameters) ??
    misplaced(layers, notes, groups) ??
    misconstrained(parameters, constraints, ties);
  if (trouble !== null)
    throw new FileError(`The layers on the clipboard do not fit together: ${trouble} Copy them again.`);
  return { layers, connections, parameters, notes, groups, constraints, ties };
}

function misfit(
  layers: readonly Layer[],
  connections: readonly Connection[],
  parameters: Fragment['parameters'],
): string | null {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  if (byId.size < layers.length) return 'two layers have one id.';
  const sizes = new Map(
    layers
      .filter((layer) => layerKinds[layer.kind].takesConnections && layer.hasBias && !isWired(layer))
      .map(({ id, size }) => [biasId(id), size]),
  );
  const pairs = new Set(connections.map(({ source, target }) => `${source} ${target}`));
  if (pairs.size < connections.length) return 'two connections join the same layers.';
  for (const { id, source, target, mask } of connections) {
    const from = byId.get(source);
    const to = byId.get(target);
    if (!from || !to) return `connection "${id}" ends at a layer that is not there.`;
    if (!layerKinds[to.kind].takesConnections) return `connection "${id}" leads into an input.`;
    if (mask && mask.length !== from.size * to.size) {
      return `connection "${id}" marks ${mask.length} edges, but ${from.size * to.size} are possible.`;
    }
    if (isWired(to)) continue;
    if (sizes.has(weightId(id))) return `two connections have the id "${id}".`;
    sizes.set(weightId(id), from.size * to.size);
  }
  if (findCycle(layers, connections).length > 0) return 'its connections close a circle.';
  for (const [id, size] of sizes) {
    const given = parameters[id]?.length ?? 0;
    if (given !== size) return `parameter "${id}" has ${given} values, but ${size} are needed.`;
  }
  // What wired layers own is checked where it is pasted: its shape may follow from a layer that was left behind.
  const wired = new Set(layers.filter(isWired).map(({ id }) => id));
  const extra = Object.keys(parameters).find((id) => !sizes.has(id) && !wired.has(ownerOf(id)));
  return extra === undefined ? null : `parameter "${extra.slice(0, 80)}" belongs to nothing.`;
}

function misplaced(layers: readonly Layer[], notes: readonly Note[], groups: readonly Group[]): string | null {
  const items = new Set([...layers, ...notes].map(({ id }) => id));
  if (items.size < layers.length + notes.length) return 'two items have one id.';
  const grouped = groups.flatMap(({ members }) => members);
  if (new Set(grouped).size < grouped.length) return 'one item is in two groups.';
  const stray = grouped.find((member) => !items.has(member));
  return stray === undefined ? null : `a group holds "${stray.slice(0, 80)}", which is not there.`;
}

function misconstrained(
  parameters: Fragment['parameters'],
  constraints: Fragment['constraints'],
  ties: Fragment['ties'],
): string | null {
  const tables = { constraints, ties: Object.fromEntries(ties.map((tie) => [tie.id, tie])) };
  if (Object.keys(tables.ties).length < ties.length) return 'two ties have one id.';
  return inconsistentConstraints(tables, (id) => parameters[id]?.length ?? null)[0] ?? null;
}
