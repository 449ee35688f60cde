/**
 * Edits and training, one after another, undone to the start and done again: every document on the way is the very one that was
 * there, and training from it takes the very steps that it took, through the timelines of all networks that there were.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areSameNetworks } from '../compile/same-layers.ts';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { apply, difference, isSameDocument } from '../document/change.ts';
import { setFrozen } from '../document/commands/constrain.ts';
import { isRefusal, type CommandResult } from '../document/commands/command.ts';
import { remove } from '../document/commands/remove.ts';
import { resizeLayer } from '../document/commands/resize-layer.ts';
import { setData, setParameter, setTraining } from '../document/commands/set-values.ts';
import { splitUnit } from '../document/commands/units.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { emptyHistory, record, redo, undo, type History } from '../document/history.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import { presets } from '../presets/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { Random } from '../tensor/random.ts';
import { fingerprint } from './fingerprint.ts';
import { TimedTrainer } from './timed-trainer.ts';

/** Sequences; `WEIGHTROOM_LONG=1` runs ten times as many. */
const SEQUENCES = process.env['WEIGHTROOM_LONG'] ? 400 : 40;

/** What the training process does: one trainer, the networks that there were, and the document as it last had it. */
class Process {
  readonly #known: { document: NetworkDocument; timed: TimedTrainer }[] = [];
  #timed: TimedTrainer | null = null;
  #sent: NetworkDocument | null = null;

  /** Trains, and gives the document as the window has it then. */
  train(document: NetworkDocument, steps: number): NetworkDocument {
    const timed = this.#with(document);
    timed.stepsToStand(steps);
    const { parameters, position } = timed.trainer;
    const trained = { ...document, parameters, run: { [ONLY]: position } };
    this.#sent = trained;
    return trained;
  }

  #with(document: NetworkDocument): TimedTrainer {
    const { constraints, ties } = document;
    const settings = document.training[ONLY]!;
    const position = document.run[ONLY] ?? null;
    const isSame = this.#timed && this.#sent && areSameNetworks(this.#sent, document);
    if (this.#timed && isSame) {
      this.#timed.restore(document.parameters, position, settings, { constraints, ties });
      return this.#timed;
    }
    if (this.#timed && this.#sent) this.#known.push({ document: this.#sent, timed: this.#timed });
    const past = this.#known.findLast((known) => areSameNetworks(known.document, document))?.timed;
    const { network } = compileNetwork(document.layers, document.connections);
    const setup = { network: network!, data: prepareData(document.data[ONLY]!), settings, position };
    this.#timed = new TimedTrainer(
      { ...setup, parameters: document.parameters, constraints: { constraints, ties } },
      past,
    );
    return this.#timed;
  }
}

function edit(document: NetworkDocument, kind: number, a: number): CommandResult {
  const training = document.training[ONLY]!;
  const data = document.data[ONLY]!;
  const parameter = Object.keys(document.parameters)[a % Object.keys(document.parameters).length]!;
  const hidden = Object.values(document.layers).find((layer) => layer.kind === 'dense')!;
  const edits: (() => CommandResult)[] = [
    () => setParameter(document, parameter, 0, a / 100),
    () =>
      setTraining(document, 'rate', {
        ...training,
        optimizerSettings: { ...training.optimizerSettings, learningRate: 0.01 + a / 1000 },
      }),
    () =>
      setTraining(document, 'optimizer', {
        ...training,
        optimizer: 'adam',
        optimizerSettings: initialSettings(optimizers.adam.fields),
      }),
    () => setFrozen(document, [{ id: parameter, index: 0 }], a % 2 === 0),
    () => resizeLayer(document, hidden.id, 1 + (a % 5), Random.fromSeed(a)),
    () => splitUnit(document, hidden.id, a % hidden.size),
    () => remove(document, [], new Map([[Object.keys(document.connections)[0] ?? 'c1', [a % 2]]])),
    () => setData(document, 'data', { ...data, splitSeed: a, validationShare: 0 }),
  ];
  return edits[kind]!();
}

const isTrainable = ({ layers, connections }: NetworkDocument): boolean =>
  compileNetwork(layers, connections).network !== null;

test(`over ${SEQUENCES} sequences of edits with training between, everything undoes, redoes, and trains on to the same bits`, () => {
  /** An edit of a kind, or, beyond the kinds, training. */
  const act = fc.tuple(fc.nat(11), fc.nat(100));
  fc.assert(
    fc.property(fc.array(act, { minLength: 4, maxLength: 16 }), (acts) => {
      const process = new Process();
      let history: History = emptyHistory;
      const documents = [presets.xor.make()];
      /** Steps of the entry after the document of the same index; 0 = an edit. */
      const trained: number[] = [];
      for (const [kind, a] of acts) {
        const document = documents.at(-1)!;
        let next: NetworkDocument;
        if (kind < 8) {
          const result = edit(document, kind, a);
          if (isRefusal(result) || result.changes.length === 0) continue;
          next = apply(document, result.changes);
          if (!isTrainable(next)) continue;
          trained.push(0);
        } else {
          trained.push(1 + (a % 30));
          next = process.train(document, trained.at(-1)!);
        }
        history = record(history, { label: 'act', changes: difference(document, next) });
        documents.push(next);
      }
      let document = documents.at(-1)!;
      for (let i = trained.length - 1; i >= 0; i--) {
        const back = undo(history)!;
        document = apply(document, back.changes);
        history = back.history;
        expect(isSameDocument(document, documents[i]!)).toBe(true);
        if (trained[i] === 0) continue;
        const again = process.train(document, trained[i]!);
        expect(fingerprint(again.parameters)).toBe(fingerprint(documents[i + 1]!.parameters));
        expect(again.run).toEqual(documents[i + 1]!.run);
      }
      for (let i = 0; i < trained.length; i++) {
        const forth = redo(history)!;
        document = apply(document, forth.changes);
        history = forth.history;
      }
      expect(isSameDocument(document, documents.at(-1)!)).toBe(true);
    }),
    { numRuns: SEQUENCES },
  );
});
