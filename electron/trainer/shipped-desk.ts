/**
 * Lets a model that comes with the app write, beside the network that is loaded and without touching it: so that someone who
 * has no model yet sees one write at once. By the portable float64 kernels, so that a seed writes the same text everywhere.
 */
import { compileNetwork } from '../../core/compile/compile.ts';
import { ONLY } from '../../core/document/document.ts';
import { openTokenizer } from '../../core/data/text-source.ts';
import type { ReadyMadeName } from '../../core/presets/language/ready-made.ts';
import type { InputOf } from '../../core/protocol/contract.ts';
import type { shippedCalls, ShippedModel, ShippedPiece, ShippedWritten } from '../../core/protocol/shipped-calls.ts';
import type { Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import { writingStart, type WritingStart } from '../../core/text/writing-start.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import { Writer } from '../../core/training/writer.ts';
import { openReadyMade } from './model-desk.ts';

interface Surroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  readonly send: (event: ShippedWritten) => void;
}

interface Shipped {
  readonly model: ShippedModel;
  readonly writer: Writer;
  readonly tokenizer: Tokenizer;
  readonly start: WritingStart;
}

const SAMPLING = { temperature: 0.8, topK: 0, topP: 1, repetitionPenalty: 1 } as const;
/** Between two events, so that the page is not flooded. */
const SEND_MS = 30;

export class ShippedDesk {
  readonly #surroundings: Surroundings;
  /** The one that was asked for last. */
  #kept: { readonly name: ReadyMadeName; readonly shipped: Promise<Shipped> } | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  async describe(name: ReadyMadeName): Promise<ShippedModel> {
    return (await this.#open(name)).model;
  }

  /** One document after another, each from its own start by the next seed, as many as `most` tokens hold; or a running text. */
  async write({ job, name, most, seed }: InputOf<typeof shippedCalls.writeShipped>): Promise<InTurns<void>> {
    const shipped = await this.#open(name);
    return this.#writeInTurns(shipped, job, most, seed);
  }

  *#writeInTurns(shipped: Shipped, job: number, most: number, seed: number): InTurns<void> {
    const { now, send } = this.#surroundings;
    let pieces: ShippedPiece[] = [];
    let sentAt = -Infinity;
    let count = 0;
    for (let document = 0; count < most; document++) {
      for (const written of writeDocument(shipped, seed + document, most - count)) {
        if (written) {
          count++;
          pieces.push({ document, ...written });
        }
        if (pieces.length > 0 && now() - sentAt >= SEND_MS) {
          send({ job, pieces });
          [pieces, sentAt] = [[], now()];
        }
        yield count / most;
      }
    }
    if (pieces.length > 0) send({ job, pieces });
  }

  #open(name: ReadyMadeName): Promise<Shipped> {
    if (this.#kept?.name !== name) this.#kept = { name, shipped: open(name) };
    return this.#kept.shipped;
  }
}

/** Each token with what it adds to the text; null in between, where something else may be done. */
function* writeDocument(
  { writer, tokenizer, start }: Shipped,
  seed: number,
  most: number,
): Generator<Omit<ShippedPiece, 'document'> | null, void, void> {
  const ids: number[] = [];
  let shown = '';
  for (const token of writer.writeInTurns({ ...start, most, sampling: SAMPLING, seed })) {
    if (!token) {
      yield null;
      continue;
    }
    const { id, alternatives } = token;
    ids.push(id);
    const text = id === start.stopAt ? shown : tokenizer.decode(ids);
    const isWhole = !text.endsWith('\ufffd'); // else the rest of the character comes with the next
    yield {
      text: isWhole ? text.slice(shown.length) : '',
      probability: alternatives.probabilities[alternatives.ids.indexOf(id)] ?? 0,
    };
    if (isWhole) shown = text;
  }
}

async function open(name: ReadyMadeName): Promise<Shipped> {
  const { document } = await openReadyMade(name);
  const { network } = compileNetwork(document.layers, document.connections);
  const source = document.data[ONLY]?.source;
  if (!network || source?.kind !== 'text') throw new RangeError(`internal: the shipped model "${name}" is no model`);
  const tokenizer = openTokenizer(source);
  const start = writingStart(source.layout, tokenizer, '');
  return {
    start,
    tokenizer,
    writer: new Writer(network, document.parameters, { padding: tokenizer.special.boundary ?? 0 }),
    model: {
      textName: source.name,
      parameterCount: network.parameterCount,
      step: document.run[ONLY]?.step ?? 0,
      isDocuments: start.stopAt !== null,
    },
  };
}
