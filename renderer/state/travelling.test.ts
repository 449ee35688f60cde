/** Undo and redo over the real editor and its history, with training that fails in every way that it can. */
import { afterEach, expect, test, vi } from 'vitest';
import { setActivation } from '../../core/document/commands/edit-layer.ts';
import { setParameter } from '../../core/document/commands/set-values.ts';
import { ONLY, type RunPosition } from '../../core/document/document.ts';
import { twoFourOne } from '../../core/document/fixtures/two-four-one.ts';
import type { HistoryEntry } from '../../core/document/history.ts';
import { RemoteError } from '../../core/protocol/errors.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import { Editor } from './editor.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Run } from './run.svelte.ts';
import { Travelling } from './travelling.ts';

// The page has it; Node 20, which may run this, has it not.
Promise.withResolvers ??= function withResolvers<T>() {
  let resolve!: (value: T | PromiseLike<T>) => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
} as typeof Promise.withResolvers;

const position: RunPosition = {
  ...{ step: 1, epoch: 1, cursor: 0, order: new Uint32Array(4), random: new Uint32Array(4), moments: {} },
};
const signature = { a: 1, b: 2 };

/** A page on which one step was trained, then an edit, so far back that both entries are slim. */
function page(recall: () => Promise<unknown>) {
  const notices = new Notices();
  const editor = new Editor(notices);
  const run = new Run(editor, notices);
  const travelling = new Travelling(editor, run, notices);
  editor.begin(twoFourOne());
  const start = editor.document;
  const place = { run: 1, branch: 0, step: 0, edits: 0, signature, moments: signature };
  editor.passed(start, place);
  editor.beginTraining('Step');
  const parameters = Object.fromEntries(
    Object.entries(start.parameters).map(([id, values]) => [id, values.map((value) => value + 1)]),
  );
  editor.absorb(parameters, position, start, true, { ...place, step: 1 });
  editor.endTraining();
  const client = {
    ...{ onFrame: () => undefined, onMeasured: () => undefined, onJob: () => undefined },
    ...{ watch: () => Promise.resolve({}), cancelJob: () => Promise.resolve({}), recall },
  } as unknown as TrainerClient;
  const open = (): void => {
    run.attach(client); // its data is not ready here, so nothing is sent
    run.sent = editor.document;
  };
  const slim = { kind: 'trained', wasBegun: false, isBegun: true } as const;
  const makeSlim = (): void => {
    const done = editor.past.all.done.map((entry): HistoryEntry => ({ ...entry, changes: [], slim }));
    editor.past.all = { ...editor.past.all, done };
  };
  const said = (): string[] => notices.list.map(({ text }) => text);
  return { editor, run, travelling, notices, start, open, makeSlim, said };
}

afterEach(() => vi.restoreAllMocks());

test('what is not kept is said, and given up', async () => {
  const { editor, travelling, open, makeSlim, said } = page(() =>
    Promise.reject(new RemoteError({ code: 'StateNotKept', message: 'It is no longer kept.', details: null })),
  );
  open();
  makeSlim();
  await travelling.go('undo');
  expect(editor.past.undoLabel).toBeNull();
  expect(said()).toEqual(['Nothing before this can be undone: It is no longer kept.']);
});

test('any other trouble is said, and undo finds everything when it is over', async () => {
  let trouble: Error | null = new RemoteError({ code: 'RangeError', message: 'Out of memory.', details: null });
  const state = { parameters: twoFourOne().parameters, position };
  const { editor, travelling, start, open, makeSlim, said } = page(() =>
    trouble ? Promise.reject(trouble) : Promise.resolve(state),
  );
  open();
  makeSlim();
  await travelling.go('undo');
  expect(editor.past.undoLabel).toBe('step');
  expect(said()).toEqual(['Out of memory.']);
  trouble = null;
  await travelling.go('undo');
  expect(editor.past.undoLabel).toBeNull();
  expect(editor.document.parameters).toEqual(start.parameters);
  expect(editor.document.run[ONLY]).toBeUndefined();
});

test('a state that is not whole changes nothing, is told, and does not keep the next undo from its turn', async () => {
  let parameters = {};
  const { editor, travelling, start, open, makeSlim, said } = page(() => Promise.resolve({ parameters, position }));
  open();
  makeSlim();
  await travelling.go('undo');
  expect(said()).toEqual([expect.stringMatching(/^This was not undone: internal: .* nothing was changed$/)]);
  expect(editor.past.undoLabel).toBe('step');
  ({ parameters } = twoFourOne());
  await travelling.go('undo');
  expect(editor.document.parameters).toEqual(start.parameters);
});

test('without a training process it says so and offers to start one; the history stays', async () => {
  const { editor, run, travelling, notices, open, makeSlim } = page(() => new Promise(() => undefined));
  open();
  makeSlim();
  const restart = vi.fn();
  vi.spyOn(performance, 'now').mockReturnValue(1000);
  run.lose('crashed', restart);
  run.lose('crashed', restart);
  await travelling.go('undo');
  expect(editor.past.undoLabel).toBe('step');
  const { text, action } = notices.list.at(-1)!;
  expect(text).toBe(
    'This was not undone: the training process, which computes step 0 again for it, is not running. Start it, then try again.',
  );
  restart.mockClear();
  action!.run();
  expect(restart).toHaveBeenCalledOnce();
});

test('a process that dies while an undo waits for it ends the wait, and what it would have been asked for later is said', async () => {
  const { editor, run, travelling, open, makeSlim, said } = page(() => new Promise(() => undefined));
  open();
  makeSlim();
  const gone = travelling.go('undo');
  await new Promise((resolve) => setTimeout(resolve, 10));
  run.lose('crashed', () => undefined);
  await gone;
  expect(editor.past.undoLabel).toBe('step');
  expect(said()[0]).toContain('Undo ends before the first step that it would have to compute again from them.');
  expect(said()[1]).toMatch(/^This was not undone: .* Try again when it has started\.$/);
});

test('a frame of the network before an edit names no place of the network after it', () => {
  const { editor } = page(() => Promise.resolve(null));
  const sent = editor.document;
  editor.beginTraining('Training');
  editor.run(setActivation(editor.document, ['l2'], 'relu'));
  const place = { run: 1, branch: 0, step: 9, edits: 0, signature, moments: signature };
  editor.absorb({ ...sent.parameters }, { ...position, step: 9 }, sent, true, place);
  editor.run(setParameter(editor.document, 'l2.bias', 0, 7));
  expect(editor.past.all.done.at(-1)!.from!.place).toBeNull();
  expect(editor.past.all.done.map(({ from, to }) => [from?.place?.step, to?.place?.step])).toContainEqual([0, 1]);
});
