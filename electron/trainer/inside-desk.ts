/**
 * Answers what is inside the language model that is loaded, in turns of a few milliseconds, so that messages are heard and
 * training goes on between them. What is told is one state: a copy of the parameters at the moment of the question.
 */
import { openTokenizer } from '../../core/data/text-source.ts';
import type { Table } from '../../core/document/document.ts';
import { attentionLayers, attentionMaps } from '../../core/explain/language/attention-maps.ts';
import { innerValues } from '../../core/explain/language/inner-values.ts';
import { logitLens } from '../../core/explain/language/logit-lens.ts';
import { namedTensors } from '../../core/explain/language/named-tensors.ts';
import { nearestRows } from '../../core/explain/language/nearest-rows.ts';
import { principalComponents } from '../../core/explain/language/principal-components.ts';
import { blocksOf } from '../../core/explain/language/residual-stream.ts';
import { tensorPicture } from '../../core/explain/language/tensor-picture.ts';
import { longestText, readsWindows, TextReader, type Turns } from '../../core/explain/language/text-reader.ts';
import { sampleOf, typedText, type TypedText } from '../../core/explain/language/typed-text.ts';
import type { InputOf } from '../../core/protocol/contract.ts';
import {
  NEIGHBOURS,
  TENSOR_CELLS,
  type insideCalls,
  type InsideAttention,
  type InsideLens,
  type InsideMap,
  type InsideNeighbours,
  type InsideNorms,
  type InsideSummary,
  type InsideTensor,
  type InsideValues,
} from '../../core/protocol/inside-calls.ts';
import { sizeOf } from '../../core/tensor/shape.ts';
import type { Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import type { UpdateWatch } from '../../core/training/update-watch.ts';
import type { LoadedLanguageForm } from './loaded-run.ts';

interface Surroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** Calls back soon, after waiting messages have been handled. */
  readonly soon: (callback: () => void) => void;
  /** @throws TrainingRefused when no language model is loaded */
  readonly model: () => LoadedLanguageForm;
  readonly updateWatch: () => UpdateWatch | null;
}

/** Longest turn. */
const TURN_MS = 6;
/** Values of one answer: 16 MB. */
const MOST_VALUES = 4_194_304;

/** A text with what the model made of it. */
interface ReadText extends TypedText {
  readonly model: LoadedLanguageForm;
  readonly parameters: Table<Float64Array>;
  readonly reader: TextReader;
}

export class InsideDesk {
  readonly #surroundings: Surroundings;
  /** The last one made: reading the same length of text again needs no new plan. */
  #reader: TextReader | null = null;
  #tokenizer: { readonly of: unknown; readonly tokenizer: Tokenizer } | null = null;
  /** Questions are answered one after another, since they share the reader. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  summary(): InsideSummary {
    const { runId, network, source } = this.#surroundings.model();
    const tokenizer = this.#tokenizerOf(source);
    const { tokens, special } = tokenizer;
    const longest = longestText(network);
    return {
      runId,
      objective: source.objective,
      tokens,
      mask: source.objective === 'masked' ? special.mask : null,
      boundary: source.layout === 'lines' ? special.boundary : null,
      longest,
      window: readsWindows(network) ? network.text!.context : null,
      attention: attentionLayers(network),
      values: innerValues(network),
      tensors: namedTensors(network),
      sample: sampleOf(source, tokenizer, longest),
    };
  }

  attention(question: InputOf<typeof insideCalls.insideAttention>): Promise<InsideAttention> {
    return this.#answer(async () => {
      const { model, ids, reader } = await this.#read(question);
      const layers = attentionMaps(reader).map((map) => ({ ...map, weights: Float32Array.from(map.weights) }));
      return { step: model.step, ids, layers };
    });
  }

  lens(question: InputOf<typeof insideCalls.insideLens>): Promise<InsideLens> {
    return this.#answer(async () => {
      const { model, parameters, ids, targets, reader } = await this.#read(question);
      const { stations, top, ...found } = await this.#inTurns(logitLens(reader, parameters, targets));
      return {
        ...{ step: model.step, ids, targets, stations, top },
        topIds: found.ids,
        probabilities: Float32Array.from(found.probabilities),
        truth: Float32Array.from(found.truth),
      };
    });
  }

  values({ node, ...question }: InputOf<typeof insideCalls.insideValues>): Promise<InsideValues> {
    return this.#answer(async () => {
      const { model, ids, reader } = await this.#read(question);
      const wanted = innerValues(model.network).find((value) => value.node === node);
      if (!wanted) throw new RangeError('That layer is not part of the model any more. Choose another one.');
      const count = ids.length * wanted.width;
      if (count > MOST_VALUES) {
        throw new RangeError(
          `${ids.length} tokens of ${wanted.width} units are ${count} numbers; up to ${MOST_VALUES} are shown. Shorten the text.`,
        );
      }
      const values = Float32Array.from(reader.rowsOf(node, wanted.width));
      return { step: model.step, ids, width: wanted.width, values };
    });
  }

  map({ tensor }: InputOf<typeof insideCalls.insideMap>): Promise<InsideMap> {
    return this.#answer(async () => {
      const { step, values, columns } = this.#tensor(tensor);
      return { step, ...(await this.#inTurns(principalComponents(values, columns))) };
    });
  }

  neighbours({ tensor, row }: InputOf<typeof insideCalls.insideNeighbours>): InsideNeighbours {
    const { step, values, columns } = this.#tensor(tensor);
    return { step, ...nearestRows(values, columns, row, NEIGHBOURS) };
  }

  tensor({ tensor }: InputOf<typeof insideCalls.insideTensor>): InsideTensor {
    const { step, values, columns } = this.#tensor(tensor);
    return { step, ...tensorPicture(values, columns, TENSOR_CELLS) };
  }

  norms(): InsideNorms {
    const { step, network } = this.#surroundings.model();
    const watch = this.#surroundings.updateWatch();
    const records = watch?.records(step) ?? [];
    const blocks = blocksOf(network);
    const blockOf = new Map(blocks.flatMap(({ layers }, place) => layers.map((layer) => [layer, place] as const)));
    const lengths = (pick: (record: (typeof records)[number]) => Float64Array): Float64Array => {
      const sums = new Float64Array(records.length * blocks.length);
      records.forEach((record, row) => {
        const squares = pick(record);
        watch!.owners.forEach((owner, i) => (sums[row * blocks.length + blockOf.get(owner)!]! += squares[i]!));
      });
      return sums.map(Math.sqrt);
    };
    const countOf = (layers: readonly string[]): number =>
      namedTensors(network)
        .filter(({ owner }) => layers.includes(owner))
        .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return {
      step,
      steps: Float64Array.from(records, (record) => record.step),
      blocks: blocks.map(({ name, layers }) => ({ name, parameters: countOf(layers) })),
      gradient: lengths(({ gradient }) => gradient),
      update: lengths(({ update }) => update),
      parameters: lengths(({ parameters }) => parameters),
      interval: watch?.interval ?? 0,
    };
  }

  async #read({ text, hidden }: { readonly text: string; readonly hidden: readonly number[] }): Promise<ReadText> {
    const model = this.#surroundings.model();
    const { network, source, trainer } = model;
    const { parameters } = trainer;
    const tokenizer = this.#tokenizerOf(source);
    const typed = typedText(source, tokenizer, text, hidden);
    const length = typed.ids.length;
    const isReady = this.#reader?.network === network && this.#reader.length === length;
    const reader = isReady ? this.#reader! : new TextReader(network, length);
    this.#reader = reader;
    await this.#inTurns(reader.read(parameters, typed.ids, tokenizer.special.boundary ?? 0));
    return { ...typed, model, parameters, reader };
  }

  /** @throws RangeError when the model has no such tensor */
  #tensor(id: string): { step: number; values: Float64Array; columns: number } {
    const { step, network, trainer } = this.#surroundings.model();
    const info = network.parameters.find((parameter) => parameter.id === id);
    if (!info) throw new RangeError('That tensor is not part of the model any more. Choose another one.');
    return { step, values: trainer.valuesOf(id), columns: info.shape.at(-1)! };
  }

  #tokenizerOf(source: LoadedLanguageForm['source']): Tokenizer {
    if (this.#tokenizer?.of !== source.tokenizer) {
      this.#tokenizer = { of: source.tokenizer, tokenizer: openTokenizer(source) };
    }
    return this.#tokenizer.tokenizer;
  }

  #answer<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#queue.then(work);
    this.#queue = answer.catch(() => undefined); // whoever asked hears of it
    return answer;
  }

  async #inTurns<Result>(turns: Turns<Result>): Promise<Result> {
    const { now, soon } = this.#surroundings;
    for (;;) {
      const until = now() + TURN_MS;
      do {
        const { done, value } = turns.next();
        if (done === true) return value;
      } while (now() < until);
      await new Promise<void>((resolve) => soon(resolve));
    }
  }
}
