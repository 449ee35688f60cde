/** Undo over budget, where edits begin other networks and training can come to states of its own network only. */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { areSameNetworks } from '../compile/same-layers.ts';
import { Random } from '../tensor/random.ts';
import { isSameDocument } from './change.ts';
import type { CommandResult } from './commands/command.ts';
import { setActivation } from './commands/edit-layer.ts';
import { remove } from './commands/remove.ts';
import { resizeLayer } from './commands/resize-layer.ts';
import { setParameter, setTraining } from './commands/set-values.ts';
import { ONLY, type NetworkDocument, type RunPosition, type Table } from './document.ts';
import { EditHistory } from './edit-history.ts';
import { after, twoFourOne } from './fixtures/two-four-one.ts';
import { emptyHistory, historyBytes, type Direction, type History } from './history.ts';
import type { RecalledState, TrainingPlace } from './training-place.ts';

class Past extends EditHistory {
  all: History = emptyHistory;
}

let made = 0;
/** No float32 holds them. */
const fresh = (like: Float64Array): Float64Array => like.map(() => 0.1 * ++made);
const copyOf = (table: Table<Float64Array>): Table<Float64Array> =>
  Object.fromEntries(Object.entries(table).map(([id, values]) => [id, values.slice()]));

/** What training does: states that have no end of room, asked for by the number of the load of their network. */
class Session {
  document: NetworkDocument;
  readonly past: Past;
  recalls = 0;
  readonly #networks: NetworkDocument[] = [];
  readonly #states = new Map<string, RecalledState>();
  /** What float32 rounds cannot be asked for until it has trained on. */
  #isRounded = false;

  constructor(document: NetworkDocument, mostBytes: number) {
    this.document = document;
    this.past = new Past(mostBytes);
    this.#sync();
  }

  get run(): number {
    const known = this.#networks.findIndex((network) => areSameNetworks(network, this.document));
    if (known < 0) this.#networks.push(this.document);
    return known < 0 ? this.#networks.length : known + 1;
  }

  #place(): TrainingPlace {
    return { run: this.run, branch: 0, step: made++, edits: 0, signature: { a: 0, b: 0 }, moments: { a: 0, b: 0 } };
  }

  /** Training is given the document, or has come to it. */
  #sync(start = this.document): void {
    const { parameters, run } = this.document;
    const place = this.#isRounded ? null : this.#place();
    if (place) {
      const position = run[ONLY] ?? positionAt(0, {});
      this.#states.set(JSON.stringify(place), { parameters: copyOf(parameters), position: copied(position) });
    }
    this.past.passed(this.document, place, start);
  }

  edit(result: CommandResult): void {
    this.exchange(after(this.document, result));
  }

  /** Turns a knob to what float32 rounds. */
  turn(id: string): void {
    this.#isRounded = true;
    this.edit(setParameter(this.document, id, 0, 0.1 * ++made));
  }

  exchange(document: NetworkDocument): void {
    const before = this.document;
    this.document = document;
    this.past.record('edit', before, document);
    if (this.run > 0 && !areSameNetworks(before, document)) this.#sync();
  }

  train(slots: readonly string[] = ['momentum']): void {
    const before = this.document;
    const ids = Object.keys(before.parameters);
    const parameters = Object.fromEntries(ids.map((id) => [id, fresh(before.parameters[id]!)]));
    const moments = slots.flatMap((slot) => ids.map((id) => [`${slot}/${id}`, fresh(parameters[id]!)]));
    const position = positionAt((before.run[ONLY]?.step ?? 0) + 1, Object.fromEntries(moments) as Table<Float64Array>);
    this.document = { ...before, parameters, run: { [ONLY]: position } };
    this.#isRounded = false;
    this.#sync(before);
    this.past.record('step', before, this.document);
  }

  travel(direction: Direction, saved: NetworkDocument | null = null): void {
    const wanted = this.past.awaited(direction);
    if (wanted === 'lost') throw new Error('a state is lost');
    let recalled: RecalledState | null = null;
    if (wanted !== 'nothing') {
      if (wanted.place.run !== this.run) throw new Error('The runs of that network are not those that are loaded.');
      const { parameters, position } = this.#states.get(JSON.stringify(wanted.place))!;
      recalled = { parameters: copyOf(parameters), position: copied(position) };
      this.recalls++;
    }
    this.document = this.past.travel(direction, this.document, recalled, saved)!.document;
  }
}

const positionAt = (step: number, moments: Table<Float64Array>): RunPosition => ({
  ...{ step, epoch: 0, cursor: step, order: Uint32Array.of(step), random: new Uint32Array(4), moments },
});
const copied = (position: RunPosition): RunPosition => ({ ...position, moments: copyOf(position.moments) });

const large = (): NetworkDocument => {
  const document = twoFourOne();
  return after(document, resizeLayer(document, 'l2', 500, Random.fromSeed(1)));
};

/** Some five states of the large network. */
const BUDGET = 5 * 2 * 8 * 2001;

/** Does each of it, one entry each, after six entries of training, all of it over budget, and goes back and forth over it. */
function expectExact(edits: readonly ((session: Session) => void)[]): Session {
  const session = new Session(large(), BUDGET);
  const states = [session.document];
  const did = (): void => void states.push(session.document);
  let wasSlim = false;
  for (const edit of [...edits, ...Array<() => void>(2).fill(() => undefined)]) {
    for (let i = 0; i < 6; i++) {
      session.train();
      did();
    }
    const { document } = session;
    edit(session);
    wasSlim ||= session.past.all.done.some(({ slim }) => slim !== undefined);
    if (session.document !== document) did();
  }
  expect(historyBytes(session.past.all)).toBeLessThanOrEqual(BUDGET);
  expect(wasSlim).toBe(true);
  const levels = session.past.all.done.length;
  const last = states.length - 1;
  for (let i = last - 1; i >= last - levels; i--) {
    session.travel('undo');
    expect(isDeepStrictEqual(session.document, states[i]), `undone to ${i}`).toBe(true);
  }
  for (let i = last - levels + 1; i <= last; i++) {
    session.travel('redo');
    expect(isDeepStrictEqual(session.document, states[i]), `done again up to ${i}`).toBe(true);
  }
  return session;
}

test('edits of the drawing far back keep their own numbers: no training of the network after them has those before', () => {
  const smaller = (session: Session): void =>
    session.edit(resizeLayer(session.document, 'l2', 400, Random.fromSeed(2)));
  const larger = (session: Session): void => session.edit(resizeLayer(session.document, 'l2', 450, Random.fromSeed(3)));
  const removed = (session: Session): void => session.edit(remove(session.document, ['l2'], new Map(), []));
  expect(expectExact([smaller]).recalls).toBeGreaterThan(0);
  expectExact([larger]);
  expectExact([removed]);
});

test('an opened document far back keeps its own numbers, and what it had not is gone when it is undone', () => {
  const whole = large();
  const other = after(whole, remove(whole, ['l1'], new Map(), []));
  expectExact([(session) => session.exchange(other), (session) => session.exchange(whole)]);
});

test('with another optimizer far back, its memory is what it was', () => {
  const session = new Session(large(), BUDGET);
  const states = [session.document];
  for (const slots of [['mean', 'variance'], [], ['momentum'], ['mean', 'variance'], [], []]) {
    const training = session.document.training[ONLY]!;
    session.edit(setTraining(session.document, 'optimizer', { ...training }));
    session.train(slots);
    states.push(session.document);
  }
  for (let i = states.length - 2; session.past.undoLabel !== null; i--) {
    session.travel('undo');
    session.travel('undo');
    const { parameters, run } = states[i]!;
    expect(isDeepStrictEqual(session.document.parameters, parameters), `parameters of ${i}`).toBe(true);
    expect(isDeepStrictEqual(session.document.run, run), `position of ${i}`).toBe(true);
  }
});

test('training far back is asked for in its own network only, also where light edits began another one', () => {
  const session = new Session(large(), BUDGET);
  const states = [session.document];
  const did = (): void => void states.push(session.document);
  for (const activation of ['relu', 'tanh', 'sigmoid'] as const) {
    session.train();
    did();
    session.turn('l2.bias');
    did();
    session.edit(setActivation(session.document, ['l2'], activation));
    did();
  }
  for (let i = 0; i < 8; i++) {
    session.train();
    did();
  }
  while (session.past.undoLabel !== null) {
    states.pop();
    session.travel('undo');
    expect(isDeepStrictEqual(session.document, states.at(-1)), `undone to ${states.length}`).toBe(true);
  }
});

test('values that come back are those of the saved document, so that it counts as saved again', () => {
  const session = new Session(large(), BUDGET);
  session.train();
  const saved = session.document;
  for (let i = 0; i < 4; i++) session.turn('l2.bias');
  for (let i = 0; i < 8; i++) session.train();
  while (session.past.undoLabel === 'step') session.travel('undo', saved);
  while (session.past.undoLabel === 'edit') session.travel('undo', saved);
  expect(isSameDocument(session.document, saved)).toBe(true);
});
