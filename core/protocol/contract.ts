/**
 * Everything that crosses a process boundary, in one table: the name of each call with the schema of what goes in and what
 * comes out, and the name of each event with its schema. Clients and handlers are typed from it; the more privileged side
 * validates every input. Adding a call is one entry here and one handler.
 */
import * as v from 'valibot';
import {
  runPositionSchema,
  trainingSettingsSchema,
  layerSchema,
  connectionSchema,
  constraintsSchema,
  dataSettingsSchema,
} from '../document/schema.ts';
import type { RecalledState } from '../document/training-place.ts';
import type { Evaluation, Frame, LoadedFrame } from '../training/frame.ts';
import type { StepTrace } from '../training/step-trace.ts';
import type { Landscape } from '../training/landscape.ts';
import type { ParameterLife } from '../training/parameter-life.ts';
import {
  jobId,
  landscapeQuestion,
  lifeQuestion,
  recallQuestion,
  stateQuestion,
  sweepQuestion,
} from '../training/questions.ts';
import { stopConditionSchema } from '../training/stop/schema.ts';
import { storedTimelineSchema, type StoredTimeline } from '../training/stored-timeline.ts';
import { isPacked, type PackedTimeline } from './packed-timeline.ts';
import type { SweepRun } from '../training/sweep.ts';
import type { hostCallNames, hostEventNames } from './names.ts';
import type { ParsedTable } from '../data/csv.ts';
import { baselineCalls } from './baseline-calls.ts';
import { insideCalls } from './inside-calls.ts';
import { modelCalls } from './model-calls.ts';
import type { PackedFrame } from './packed-frame.ts';
import { profileCalls } from './profile-calls.ts';
import { sampleCalls } from './sample-calls.ts';
import { shippedCalls } from './shipped-calls.ts';
import { textCalls } from './text-calls.ts';
import { writingCalls } from './writing-calls.ts';

export interface Call<
  Input extends v.GenericSchema = v.GenericSchema,
  Output extends v.GenericSchema = v.GenericSchema,
> {
  readonly input: Input;
  readonly output: Output;
  /** Nobody waits for its end: an answer would cost more than the call. */
  readonly isUnanswered?: true;
}
export type CallTable = Readonly<Record<string, Call>>;
/** What crosses is copied: nobody may change it in place. */
type Frozen<T> = T extends ArrayBufferView
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Frozen<T[Key]> }
      : T;
export type InputOf<C extends Call> = Frozen<v.InferOutput<C['input']>>;
export type OutputOf<C extends Call> = Frozen<v.InferOutput<C['output']>>;

const nothing = v.strictObject({});
const shortText = v.pipe(v.string(), v.maxLength(200));
const bytes = v.instance(Uint8Array<ArrayBufferLike>);
/** An opaque name for a file that the person chose in a dialog; the page never sees or names a path. */
const handle = v.pipe(v.string(), v.regex(/^file-\d{1,9}$/));
/** Long tables and texts come without their bytes, which are then read in parts. */
const openedFile = v.object({ handle, name: shortText, size: v.number(), bytes });
const LARGEST_PART = 4_194_304;
const filePart = v.pipe(
  bytes,
  v.check((part) => part.length <= LARGEST_PART, 'a part of a file has up to 4 MB'),
);
export const openKinds = ['project', 'parameters', 'data', 'text', 'tokenizer', 'config', 'any'] as const;

/** Names of documents that a question about closing has, at most. */
export const MOST_AWAY = 20;

/** Page -> main process. */
export const hostCalls = {
  /** The page can be used; main answers with facts about the app, and hands over the trainer's port. */
  ready: {
    input: nothing,
    output: v.object({
      version: v.string(),
      electron: v.string(),
      isUnofficialRuntime: v.boolean(),
      platform: v.string(),
    }),
  },
  /** Shows the native dialog; null when cancelled. */
  openFile: { input: v.strictObject({ kind: v.picklist(openKinds) }), output: v.nullable(openedFile) },
  /** A part of a file that was opened before; shorter at its end. */
  readPart: {
    input: v.strictObject({
      handle,
      offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      length: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_PART)),
    }),
    output: v.object({ bytes }),
  },
  /** Writes atomically: to the handle's file, or, without one, to where the native dialog says. null when cancelled. */
  saveProject: {
    input: v.strictObject({ handle: v.nullable(handle), suggestedName: shortText, bytes }),
    output: v.nullable(v.object({ handle, name: shortText })),
  },
  exportFile: {
    input: v.strictObject({
      suggestedName: shortText,
      extension: v.pipe(v.string(), v.regex(/^[a-z0-9.]{1,16}$/)),
      bytes,
    }),
    output: v.nullable(v.object({ name: shortText })),
  },
  /** Title bar, unsaved mark, and whether closing must ask: about this document, and about others that undo would bring back. */
  setWindowState: {
    input: v.strictObject({
      title: shortText,
      isDirty: v.boolean(),
      away: v.pipe(v.array(shortText), v.maxLength(MOST_AWAY)),
    }),
    output: nothing,
  },
  setTheme: { input: v.strictObject({ theme: v.picklist(['light', 'dark', 'system']) }), output: nothing },
  /** A fresh trainer process and port, after a crash or when one hangs. */
  restartTrainer: { input: nothing, output: nothing },
  /** One more window, with a training process of its own. */
  openWindow: { input: nothing, output: nothing },
  /** Opens one of the help pages that main knows by name; never an address from the page. */
  openHelp: { input: v.strictObject({ page: v.picklist(['readme', 'licences']) }), output: nothing },
  /** What lies on the clipboard if it is layers that were copied here; null for anything else, which is not the page's business. */
  readCopiedLayers: { input: nothing, output: v.object({ text: v.nullable(v.string()) }) },
  closeWindow: { input: v.strictObject({ discardChanges: v.boolean() }), output: nothing },
} as const satisfies CallTable;

/** Main process -> page. */
export const hostEvents = {
  /** A menu item was chosen, by its command's id. */
  command: v.object({ id: v.pipe(v.string(), v.maxLength(60)) }),
  /** The trainer ended without being asked to. */
  trainerExited: v.object({ code: v.number(), reason: v.string() }),
  /** A file named on the command line or opened from the desktop. */
  fileOpened: openedFile,
  /** The person wants to close a window with unsaved changes and chose to save first. */
  saveRequested: nothing,
  /** Something went wrong that no call of the page has asked for. */
  problem: v.object({ message: v.string() }),
} as const satisfies Readonly<Record<string, v.GenericSchema>>;

const floats = v.instance(Float64Array<ArrayBufferLike>);
const parameterTable = v.record(v.string(), floats);
/** Looked into where it is taken apart. */
const packedTimeline = v.custom<PackedTimeline>(
  (value) => typeof value === 'object' && value !== null && isPacked(value),
);
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));

/** Where the timeline keeps an edit: after which step, of which branch, which may have begun with it. */
export type EditPlace = Pick<Frame, 'branch'> & { readonly step: number };
const editPlace = v.custom<EditPlace>(() => true);

/** Page -> trainer process, over the frame port. Every answer that concerns a run is a frame. */
export const trainerCalls = {
  /** Checks, compiles and prepares; the run stands at `position`, or at step 0. Does not start it. */
  load: {
    input: v.strictObject({
      runId: v.pipe(v.number(), v.integer(), v.minValue(0)),
      /** Goes on with the runs of the network that was loaded by this number before, if they are still kept. */
      resumes: v.boolean(),
      /** Goes on with these runs: of a project, which stands where it was saved; or, resuming, of a process that has died. */
      timeline: v.nullable(v.union([packedTimeline, storedTimelineSchema])),
      layers: v.record(v.string(), layerSchema),
      connections: v.record(v.string(), connectionSchema),
      parameters: parameterTable,
      data: dataSettingsSchema,
      /** Its text, where that has a number: then the one in `data` is empty. */
      shelved: v.nullable(v.number()),
      training: trainingSettingsSchema,
      constraints: constraintsSchema,
      position: v.nullable(runPositionSchema),
    }),
    output: v.custom<LoadedFrame>(() => true),
  },
  /** Turned knobs: replaces whole parameters, between steps. */
  setParameters: { input: v.strictObject({ parameters: parameterTable }), output: editPlace },
  /** New optimizer settings, batch size ... without losing the run. */
  configure: { input: v.strictObject({ training: trainingSettingsSchema }), output: editPlace },
  /** What parameters are held to, without losing the run. */
  constrain: { input: constraintsSchema, output: editPlace },
  step: {
    input: v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e9)) }),
    output: v.custom<Frame>(() => true),
  },
  /** Exactly the next of forward, loss, backward, update. */
  advance: { input: nothing, output: v.custom<Frame>(() => true) },
  /** One update on the next example alone; the batch size stays. */
  stepOneExample: { input: nothing, output: v.custom<Frame>(() => true) },
  /** Until paused, or until a condition is met at some step: then a frame says so. */
  run: { input: v.strictObject({ until: v.nullable(stopConditionSchema) }), output: nothing },
  /** Resolves with the frame at which it stands. */
  pause: { input: nothing, output: v.custom<Frame>(() => true) },
  /** Where it stands, whole; training goes on. */
  whole: { input: nothing, output: v.custom<Frame>(() => true) },
  /** Parameters that views show: frames of a large network in training carry these alone. */
  watch: {
    input: v.strictObject({ parameters: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(1000)) }),
    output: nothing,
  },
  /** Back, or forward again, to a step of a branch, with the bits of the first visit; null when given up on the way. */
  visit: { input: stateQuestion, output: v.custom<Frame | null>(() => true) },
  /** Gradients and moves of the last update, or, while training runs, of the next; null where there is none, or given up. */
  traceStep: { input: v.strictObject({ job: jobId }), output: v.custom<StepTrace | null>(() => true) },
  /** Begins a branch at the present step. */
  fork: { input: nothing, output: v.custom<Frame>(() => true) },
  /** Gives up what a branch alone has kept; its steps can still be come to, from where it left. */
  releaseBranch: { input: v.strictObject({ branch: wholeNumber }), output: nothing },
  /** A state of the same network on the same data that did not come from training, such as one that an undo went back to. */
  restore: {
    input: v.strictObject({
      parameters: parameterTable,
      training: trainingSettingsSchema,
      constraints: constraintsSchema,
      position: v.nullable(runPositionSchema),
    }),
    output: v.custom<Frame>(() => true),
  },
  /** The parameters of a step, wherever training stands; null when given up, as all questions with a job are. */
  stateAt: { input: stateQuestion, output: v.nullable(parameterTable) },
  /** All of a state that training passed through, for an undo; null when given up. */
  recall: { input: recallQuestion, output: v.custom<RecalledState | null>(() => true) },
  life: { input: lifeQuestion, output: v.custom<ParameterLife | null>(() => true) },
  landscape: { input: landscapeQuestion, output: v.custom<Landscape | null>(() => true) },
  /** Trains in a thread of its own; runs come as `job` events. */
  sweep: {
    input: v.strictObject({
      ...sweepQuestion,
      layers: v.record(v.string(), layerSchema),
      connections: v.record(v.string(), connectionSchema),
      parameters: parameterTable,
      data: dataSettingsSchema,
      constraints: constraintsSchema,
    }),
    output: v.nullable(v.literal(true)),
  },
  cancelJob: { input: v.strictObject({ job: jobId }), output: nothing },
  /** The runs of the network that is loaded, for a project file; null where they take more. */
  storeTimeline: {
    input: v.strictObject({ mostBytes: wholeNumber }),
    output: v.object({ timeline: v.custom<StoredTimeline | null>(() => true) }),
  },
  /** The runs of a network that is loaded or was before, to outlive the process; null where they take more, or are not kept. */
  copyTimeline: {
    input: v.strictObject({ runId: wholeNumber, mostBytes: wholeNumber }),
    output: v.object({ timeline: v.custom<PackedTimeline | null>(() => true) }),
  },
  /** What the timeline's snapshots take. */
  memory: { input: nothing, output: v.custom<TimelineMemory>(() => true) },
  /** Starts reading CSV text, away from the window's thread; pieces of it follow. */
  beginTable: {
    input: v.strictObject({ name: shortText, delimiter: v.nullable(v.pipe(v.string(), v.length(1))) }),
    output: nothing,
  },
  pushTable: { input: v.strictObject({ bytes: filePart }), output: v.object({ bytes: v.number(), rows: v.number() }) },
  /** What all pieces came to; again and again with what the person corrects. */
  readTable: {
    input: v.strictObject({
      hasHeader: v.nullable(v.boolean()),
      /** Column types that the person corrected, by column number. */
      types: v.record(v.string(), v.picklist(['number', 'category'])),
    }),
    output: v.custom<ParsedTable>(() => true),
  },
  ...textCalls,
  ...baselineCalls,
  ...profileCalls,
  ...insideCalls,
  ...modelCalls,
  ...sampleCalls,
  ...shippedCalls,
  ...writingCalls,
  /** Gives up what was read. */
  dropTable: { input: nothing, output: nothing },
  /** The frame with this number has been shown: the next may be sent. */
  acknowledge: { input: v.strictObject({ frame: v.number() }), output: nothing, isUnanswered: true },
} as const satisfies CallTable;

export interface TimelineMemory {
  /** Of the network that is loaded and of earlier ones. */
  readonly bytes: number;
  /** Of the earlier ones alone. */
  readonly earlier: number;
  readonly budget: number;
  readonly branches: readonly {
    readonly id: number;
    readonly snapshots: number;
    readonly bytes: number;
    readonly ownBytes: number;
  }[];
}

/** How far a question is, and a run of a sweep that is done. */
export interface JobEvent {
  readonly job: number;
  readonly share: number;
  readonly run: SweepRun | null;
}

/** What was measured while training stands still. */
export interface Measured {
  readonly runId: number;
  readonly evaluations: readonly Evaluation[];
}

/** Trainer process -> page. */
export interface FrameEvent {
  readonly frame: number;
  readonly content: PackedFrame;
}

/** Holds `names.ts`, which the preload uses, to this table. */
type SameNames<A extends string, B extends string> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const haveSameNames: [
  SameNames<keyof typeof hostCalls, (typeof hostCallNames)[number]>,
  SameNames<keyof typeof hostEvents, (typeof hostEventNames)[number]>,
] = [true, true];
void haveSameNames;
