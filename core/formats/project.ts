/**
 * The project file, `.weightroom`: one file that is itself a valid safetensors file, so that any program of the field can
 * read the parameters out of it. What is not numbers stands as JSON in its metadata, under a SHA-256 of everything.
 */
import { FileError } from '../data/file-error.ts';
import type { NetworkDocument } from '../document/document.ts';
import { Sha256 } from '../tensor/sha256.ts';
import { finish, type Steps } from '../text/steps.ts';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { expectOpenable } from './largest-file.ts';
import { LATEST_VERSION, migrate } from './migrations/registry.ts';
import { withRaisedEpsilon } from './raised-epsilon.ts';
import { readJson } from './read-json.ts';
import { readContainerInSteps, readMetadataOnly, writeContainerInSteps, type StoredTensor } from './safetensors.ts';
import { restoreDocument, storeDocument, TEXT } from './stored-document.ts';
import { restoreHistory, storeHistory, type History } from './stored-history.ts';
import { restoreRuns, storeRuns, type StoredRuns } from './stored-runs.ts';
import { TensorShelf } from './tensor-shelf.ts';

export type { History } from './stored-history.ts';

export interface Project {
  readonly document: NetworkDocument;
  readonly history: History | null;
  /** Absent where it has none, or they took too much. */
  readonly runs?: StoredRuns | undefined;
  /** Of the app that wrote it. */
  readonly appVersion: string;
  /** What reading had to change in it, for people. */
  readonly remark?: string;
}

/** Where in the metadata the description and its checksum stand. */
export const CONTENT = 'weightroom';
export const CHECKSUM = 'weightroom.sha256';
/** Bytes: about a millisecond. */
const HASHED_AT_ONCE = 131_072;

export function writeProject(project: Project): Uint8Array {
  return finish(writeProjectInSteps(project));
}

/** The same, a piece at a time: the checksum of a model of millions of parameters takes seconds. @throws FileError when it could not be opened again */
export function* writeProjectInSteps({ document, history, runs, appVersion }: Project): Steps<void, Uint8Array> {
  const stored = storeDocument(document);
  const tensors = [...stored.tensors, ...(history ? storeHistory(history) : []), ...(runs ? storeRuns(runs) : [])];
  const content = JSON.stringify({ version: LATEST_VERSION, appVersion, document: stored.document });
  expectOpenable(content.length + tensors.reduce((bytes, { values }) => bytes + values.byteLength, 0));
  yield;
  const sum = yield* checksumInSteps(content, tensors);
  return yield* writeContainerInSteps({ metadata: { [CONTENT]: content, [CHECKSUM]: sum }, tensors });
}

/** Whether these bytes begin like a project, whole or damaged; a plain safetensors file does not. */
export function isProject(bytes: Uint8Array): boolean {
  try {
    return Object.hasOwn(readMetadataOnly(bytes), CONTENT);
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

export const readProject = (bytes: Uint8Array): Project => finish(readProjectInSteps(bytes));

/**
 * The same, a piece at a time: numbers, their checksum and a text to learn from can be hundreds of megabytes.
 *
 * @throws FileError saying what is wrong with the file; nothing of it is used then
 */
export function* readProjectInSteps(bytes: Uint8Array): Steps<void, Project> {
  const { metadata, tensors } = yield* readContainerInSteps(bytes);
  const text = metadata[CONTENT];
  if (text === undefined) {
    throw new FileError(
      'This is a safetensors file but not a project: it holds no drawing. Import its parameters instead.',
    );
  }
  const content = readJson(text, "The project's description");
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new FileError("The project's description is not a table. The file is damaged; it was not opened.");
  }
  const { version, ...rest } = content as Record<string, unknown>;
  const current = migrate({ content: rest, tensors }, version);
  if (metadata[CHECKSUM] !== (yield* checksumInSteps(text, tensors))) {
    throw new FileError(
      'The project was changed or damaged since it was saved: its checksum does not fit. It was not opened.',
    );
  }
  const { content: raised, remark } = withRaisedEpsilon(current.content);
  const { document, appVersion, ...unknown } = raised;
  const [strange] = Object.keys(unknown);
  if (strange !== undefined) {
    throw new FileError(
      `The project has the entry "${strange.slice(0, 40)}", which this app does not know. It was not opened.`,
    );
  }
  if (typeof appVersion !== 'string') {
    throw new FileError('The project does not say which version of the app wrote it. It was not opened.');
  }
  const shelf = new TensorShelf(current.tensors);
  yield* shelf.checkText(TEXT);
  const restored = restoreDocument(document, shelf);
  const runs = restoreRuns(shelf, restored);
  const project = { document: restored, history: restoreHistory(shelf), ...(runs ? { runs } : {}), appVersion };
  shelf.expectEmpty();
  return remark === null ? project : { ...project, remark };
}

/** SHA-256 over the description and every tensor's name, shape and bytes, in the file's order. */
export const checksum = (content: string, tensors: readonly StoredTensor[]): string =>
  finish(checksumInSteps(content, tensors));

function* checksumInSteps(content: string, tensors: readonly StoredTensor[]): Steps<void, string> {
  const hash = new Sha256().update(encodeUtf8(content));
  yield;
  for (const { name, shape, values } of tensors) {
    hash.update(encodeUtf8(`\n${name} ${shape.join('x')}\n`));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; at += HASHED_AT_ONCE) {
      hash.update(bytes.subarray(at, at + HASHED_AT_ONCE));
      yield;
    }
  }
  return hash.hex();
}
