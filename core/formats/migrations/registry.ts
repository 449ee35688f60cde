/**
 * How older project files become today's. Raising the version takes one function here, from the version before, and a
 * committed golden file `fixtures/v<number>.weightroom`, which a test opens for ever after.
 */
import { FileError } from '../../data/file-error.ts';
import type { StoredTensor } from '../safetensors.ts';

export const LATEST_VERSION = 3;

/** A project's content, as far as any version has it. */
export interface Versioned {
  readonly content: Readonly<Record<string, unknown>>;
  readonly tensors: readonly StoredTensor[];
}

export type Migration = (older: Versioned) => Versioned;

/** From the version that is the key to the next one. */
export const migrations: Readonly<Record<number, Migration>> = {
  1: withPlainSteps,
  2: withBareCanvas,
};

/** Version 2 has schedules, clipping, L1 and a choice of precision: off, and float64, as it was. */
function withPlainSteps({ content, tensors }: Versioned): Versioned {
  const { document } = content;
  const training = isObject(document) ? document['training'] : null;
  const now = isObject(training) ? training['now'] : null;
  if (!isObject(document) || !isObject(now)) return { content, tensors };
  const { optimizerSettings } = now;
  const settings = isObject(optimizerSettings) ? { weightDecay: 0, l1: 0, ...optimizerSettings } : optimizerSettings;
  const added = { schedule: 'constant', scheduleSettings: {}, clipNorm: 0, clipValue: 0, precision: 'float64' };
  const changed = { now: { ...now, optimizerSettings: settings, ...added } };
  return { content: { ...content, document: { ...document, training: changed } }, tensors };
}

/** Version 3 has notes and groups on the canvas, frozen parameters, ranges and ties: none, as it was. */
function withBareCanvas({ content, tensors }: Versioned): Versioned {
  const { document } = content;
  if (!isObject(document)) return { content, tensors };
  const added = { notes: {}, groups: {}, constraints: {}, ties: {} };
  return { content: { ...content, document: { ...document, ...added } }, tensors };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws FileError when the file is newer than this app, or says no version that ever was */
export function migrate(versioned: Versioned, version: unknown): Versioned {
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    const shown = JSON.stringify(version)?.slice(0, 40) ?? 'none';
    throw new FileError(
      `This file says its version is ${shown}; versions are 1 to ${LATEST_VERSION}. It was not changed.`,
    );
  }
  if (version > LATEST_VERSION) {
    throw new FileError(
      `This file was made by version ${version}; this app reads up to ${LATEST_VERSION}. It was not changed.`,
    );
  }
  let current = versioned;
  for (let from = version; from < LATEST_VERSION; from++) {
    const step = migrations[from];
    if (!step) throw new Error(`internal: there is no migration from version ${from}`);
    current = step(current);
  }
  return current;
}
