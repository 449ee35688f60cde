/** What layers, connections, notes, groups and constraints are allowed to be. */
import * as v from 'valibot';
import { LARGEST_LAYER, largestSize } from '../../compile/compile.ts';
import { activations, type ActivationName } from '../../nn/activations/registry.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { layerKinds, type LayerKindName } from '../../nn/layers/registry.ts';
import { fieldProblem } from '../../settings/field.ts';
import type { Connection, Constraint, Group, Layer, Note, Tie } from '../document.ts';
import {
  count,
  finite,
  floats,
  idSchema,
  MOST_ITEMS,
  nameSchema,
  namesOf,
  parameterIdSchema,
  place,
  settingNameSchema,
  table,
} from './values.ts';

/** Of any kind; each has its own limit. */
const LARGEST_OF_ALL = Math.max(...namesOf(layerKinds).map(largestSize));

const drawnLayerSchema = v.strictObject({
  id: idSchema,
  kind: v.picklist<LayerKindName[]>(namesOf(layerKinds)),
  name: nameSchema,
  x: place,
  y: place,
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_OF_ALL)),
  activation: v.picklist<ActivationName[]>(namesOf(activations)),
  hasBias: v.boolean(),
  form: v.exactOptional(v.picklist(['block', 'units'])),
  settings: v.exactOptional(table(settingNameSchema, finite)),
});

export const layerSchema: v.GenericSchema<Layer> = v.pipe(
  drawnLayerSchema,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { kind, size, settings = {} } = dataset.value;
    const { fields = {} }: LayerKind = layerKinds[kind];
    if (size > largestSize(kind)) addIssue({ message: `a layer of this kind has up to ${largestSize(kind)} units` });
    for (const [name, value] of Object.entries(settings)) {
      const field = fields[name];
      const message = field ? fieldProblem(field, value) : `a ${kind} has no setting "${name}"`;
      if (message !== null) addIssue({ message });
    }
  }),
);

export const LONGEST_NOTE = 4000;
export const NOTE_SIDES = { least: 40, most: 2000 } as const;
const side = v.pipe(finite, v.minValue(NOTE_SIDES.least), v.maxValue(NOTE_SIDES.most));

export const noteSchema: v.GenericSchema<Note> = v.strictObject({
  id: idSchema,
  x: place,
  y: place,
  width: side,
  height: side,
  text: v.pipe(v.string(), v.maxLength(LONGEST_NOTE, `a note has up to ${LONGEST_NOTE} characters`)),
});

export const groupSchema: v.GenericSchema<Group> = v.strictObject({
  id: idSchema,
  name: nameSchema,
  members: v.pipe(v.array(idSchema), v.minLength(1, 'a group has at least one member'), v.maxLength(MOST_ITEMS)),
});

const maskSchema = v.pipe(
  v.instance(Uint8Array<ArrayBufferLike>),
  v.maxLength(LARGEST_LAYER * LARGEST_LAYER),
  v.check((mask) => mask.every((bit) => bit <= 1), 'a mask holds 0 and 1'),
);

export const connectionSchema: v.GenericSchema<Connection> = v.strictObject({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  mask: v.nullable(maskSchema),
});

const bound = v.pipe(
  floats,
  v.check((values) => !values.some(Number.isNaN), 'an end of a range must be a number'),
);

export const constraintSchema: v.GenericSchema<Constraint> = v.strictObject({
  frozen: v.nullable(maskSchema),
  minimum: v.nullable(bound),
  maximum: v.nullable(bound),
});

export const tieSchema: v.GenericSchema<Tie> = v.strictObject({
  id: idSchema,
  members: v.pipe(
    v.array(v.strictObject({ id: parameterIdSchema, index: count, sign: v.picklist([1, -1] as const) })),
    v.minLength(2, 'a tie has at least two members'),
    v.maxLength(MOST_ITEMS),
  ),
});

/** What training must keep to, as it crosses to the training process. */
export const constraintsSchema = v.strictObject({
  constraints: table(parameterIdSchema, constraintSchema),
  ties: table(idSchema, tieSchema),
});
