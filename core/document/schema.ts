/**
 * What a well-formed document is, checked wherever one comes from outside: a file, another process. Enumerations and ranges
 * come from the registries, so that a new activation or optimizer is allowed here by being there.
 */
import * as v from 'valibot';
import { inconsistencies } from './consistency.ts';
import { ONLY, type NetworkDocument, type Table } from './document.ts';
import { dataSettingsSchema } from './schema/data.ts';
import { connectionSchema, constraintSchema, groupSchema, layerSchema, noteSchema, tieSchema } from './schema/drawn.ts';
import { runPositionSchema, trainingSettingsSchema } from './schema/training.ts';
import { floats, idSchema, nameSchema, parameterIdSchema, table } from './schema/values.ts';

export { dataSettingsSchema } from './schema/data.ts';
export {
  connectionSchema,
  constraintSchema,
  constraintsSchema,
  groupSchema,
  layerSchema,
  LONGEST_NOTE,
  NOTE_SIDES,
  noteSchema,
  tieSchema,
} from './schema/drawn.ts';
export { runPositionSchema, trainingSettingsSchema } from './schema/training.ts';

/** A table with at most the one entry `now`. */
const only = <T>(value: v.GenericSchema<T>): v.GenericSchema<Table<T>> =>
  table(v.literal(ONLY, `the only key is "${ONLY}"`), value);

const parameterSchema = v.pipe(
  floats,
  v.check((values) => values.every(Number.isFinite), 'a parameter must be a finite number'),
);

export const documentSchema: v.GenericSchema<NetworkDocument> = v.pipe(
  v.strictObject({
    layers: table(idSchema, layerSchema),
    connections: table(idSchema, connectionSchema),
    parameters: table(parameterIdSchema, parameterSchema),
    labels: table(parameterIdSchema, v.array(nameSchema)),
    notes: table(idSchema, noteSchema),
    groups: table(idSchema, groupSchema),
    constraints: table(parameterIdSchema, constraintSchema),
    ties: table(idSchema, tieSchema),
    data: only(dataSettingsSchema),
    training: only(trainingSettingsSchema),
    run: only(runPositionSchema),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const message of inconsistencies(dataset.value)) addIssue({ message });
  }),
);
