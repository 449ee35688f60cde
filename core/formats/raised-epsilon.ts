/**
 * The divisions of Adam and its kin are kept safe by epsilon, which once could be 0. Projects with less than there must be now
 * open with the least there is, and say so.
 */
import { SMALLEST_EPSILON } from '../optim/optimizers/fields.ts';

/** @param content a project's description, as far as it is one */
export function withRaisedEpsilon(content: Readonly<Record<string, unknown>>): {
  readonly content: Readonly<Record<string, unknown>>;
  /** For people; null where nothing was raised. */
  readonly remark: string | null;
} {
  const document = tableIn(content, 'document');
  const training = document && tableIn(document, 'training');
  const now = training && tableIn(training, 'now');
  const settings = now && tableIn(now, 'optimizerSettings');
  const epsilon = settings?.['epsilon'];
  if (typeof epsilon !== 'number' || !(epsilon >= 0 && epsilon < SMALLEST_EPSILON)) return { content, remark: null };
  const raised = { ...now, optimizerSettings: { ...settings, epsilon: SMALLEST_EPSILON } };
  return {
    content: { ...content, document: { ...document, training: { now: raised } } },
    remark:
      `Epsilon was ${epsilon} in this file and is ${SMALLEST_EPSILON} now, the smallest there is: ` +
      'with less, a gradient that is always 0 would be divided by 0.',
  };
}

function tableIn(table: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> | null {
  const value = table[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
