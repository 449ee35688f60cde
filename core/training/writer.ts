/**
 * Scores of the next token, and text written by drawing from them: always by the portable float64 kernels, so that a seed writes
 * the same text on every machine. Only whole texts that a large model reads at once are scored in float32.
 */
import type { Network } from '../compile/compile.ts';
import { PLACE, writingGraph } from '../compile/writing-graph.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet, Precision } from '../engine/kernels/kernels.ts';
import { Plan } from '../engine/plan.ts';
import { TextReader } from '../explain/language/text-reader.ts';
import { finish } from '../text/steps.ts';
import { keptTokens, type SamplingSettings } from '../text/sampling.ts';
import { Random } from '../tensor/random.ts';

/** Tokens that the repetition penalty concerns. */
const RECENT = 64;
/** Whole texts are read in float64 by up to so many parameters: of ten million, one op would take a third of a second. */
const MOST_READ_EXACTLY = 2_000_000;

/**
 * Where the window begins that a text of `length` tokens is read through: at its start while it fits; then it moves by half a
 * window at a time, so that what has been remembered serves for many tokens.
 */
export function windowStart(length: number, context: number): number {
  if (length <= context) return 0;
  const half = Math.max(1, Math.floor(context / 2));
  return Math.ceil((length - context) / half) * half;
}

export interface WriterOptions {
  /** Remember keys and values instead of computing the window anew for each token; yes unless said. The text is the same. */
  readonly remembers?: boolean;
  /** What stands before a text where the network needs a full window; 0 unless said. */
  readonly padding?: number;
  /**
   * Where a large model's `scoresOfAll` finds the kernels of its training; portable float64 unless said. Asked once for each length
   * of text: a set never takes memory back, so that each length has its own, which goes with its reader.
   */
  readonly kernelsFor?: (precision: Precision) => KernelSet;
}

export interface WrittenToken {
  readonly id: number;
  /** What the model itself says of every token, before any setting. [vocabulary] */
  readonly scores: Float64Array;
  /** Of each token that might have been drawn, most probable first, after temperature, top-k and top-p. */
  readonly alternatives: { readonly ids: Int32Array; readonly probabilities: Float64Array };
}

export interface WritingRequest {
  /** At least one token. */
  readonly prompt: readonly number[];
  readonly most: number;
  readonly sampling: SamplingSettings;
  readonly seed: number;
  /** After this token nothing more is written; null = never. */
  readonly stopAt: number | null;
  /**
   * The first tokens of what is written, chosen instead of drawn. Each takes its number of the generator all the same: what
   * follows tokens that would have been drawn is what would have been written.
   */
  readonly given?: readonly number[];
}

export class Writer {
  readonly #network: Network;
  /** Computes whole windows; made when one is first asked for. */
  #whole: Plan | null = null;
  readonly #stepwise: Plan | null;
  readonly #padding: number;
  readonly #kernelsFor: WriterOptions['kernelsFor'];
  readonly #output: string;
  readonly #vocabulary: number;
  readonly #context: number;
  /** Reads whole texts of one length; made anew for another. */
  #reader: TextReader | null = null;
  #parameters: Table<Float64Array>;
  /** What the stepwise plan has read, from the window's start. */
  #read: number[] = [];
  #readFrom = 0;

  /** @throws RangeError when the network reads no text */
  constructor(
    network: Network,
    parameters: Table<Float64Array>,
    { remembers = true, padding = 0, kernelsFor }: WriterOptions = {},
  ) {
    const { text, outputLayers } = network;
    if (!text) throw new RangeError('This network reads no text, so it cannot write. Open a language model.');
    this.#network = network;
    this.#parameters = parameters;
    this.#padding = padding;
    this.#kernelsFor = network.parameterCount > MOST_READ_EXACTLY ? kernelsFor : undefined;
    this.#output = outputLayers[0]!;
    this.#vocabulary = text.vocabulary;
    this.#context = text.context;
    const stepwise = remembers ? writingGraph(network) : null;
    this.#stepwise = stepwise && new Plan(stepwise, { largestBatch: 1 });
    this.#stepwise?.setParameters(parameters);
  }

  /** The network is the same, its parameters are others. */
  setParameters(parameters: Table<Float64Array>): void {
    this.#parameters = parameters;
    this.#whole?.setParameters(parameters);
    this.#stepwise?.setParameters(parameters);
    this.#read = [];
  }

  /** Scores (logits) of what follows a text of at least one token. [vocabulary] */
  scores(tokens: readonly number[]): Float64Array {
    return finish(this.scoresInTurns(tokens));
  }

  /** The same in short turns. What else reads between two of them makes it begin again. */
  *scoresInTurns(tokens: readonly number[]): Generator<null, Float64Array, void> {
    if (tokens.length === 0) throw new RangeError('There is no text to go on from. Give at least one token.');
    const { outputPositions } = this.#network.text!;
    if (outputPositions === 1) {
      const window = Array.from({ length: this.#context }, (_, i) => tokens[tokens.length - this.#context + i]);
      return this.#scoresAt(
        window.map((id) => id ?? this.#padding),
        0,
      );
    }
    const start = windowStart(tokens.length, this.#context);
    if (this.#stepwise) return yield* this.#continue(this.#stepwise, tokens, start);
    return this.#scoresAt(tokens.slice(start), tokens.length - start - 1);
  }

  /**
   * Scores at every position of a text that fits: what a masked model says of each token. It reads the text alone, at its own
   * length: what would fill the rest of the context is seen from both sides too, and misleads it.
   *
   * @returns [positions, vocabulary]
   * @throws RangeError when the text is longer than the context
   */
  scoresOfAll(tokens: readonly number[]): Float64Array {
    return finish(this.scoresOfAllInTurns(tokens));
  }

  /** The same in short turns, with the parameters of now. @throws RangeError as `scoresOfAll` */
  *scoresOfAllInTurns(tokens: readonly number[]): Generator<null, Float64Array, void> {
    const reader = this.#takeReader(tokens.length);
    yield null;
    yield* inTurns(reader.read(this.#parameters, Int32Array.from(tokens)));
    this.#reader = reader;
    return reader.scores();
  }

  /** Draws token after token, each as soon as it is asked for. */
  *write(request: WritingRequest): Generator<WrittenToken, void, void> {
    for (const token of this.writeInTurns(request)) if (token) yield token;
  }

  /** The same in short turns: null while it reads what it has not read yet. */
  *writeInTurns({
    prompt,
    most,
    sampling,
    seed,
    stopAt,
    given = [],
  }: WritingRequest): Generator<WrittenToken | null, void, void> {
    const random = Random.fromSeed(seed);
    const tokens = [...prompt];
    for (let written = 0; written < most; written++) {
      const scores = yield* this.scoresInTurns(tokens);
      const alternatives = keptTokens(scores, sampling, tokens.slice(-RECENT));
      const drawn = draw(alternatives, sampling, random);
      const id = given[written] ?? drawn;
      tokens.push(id);
      yield { id, scores, alternatives };
      if (id === stopAt) return;
    }
  }

  /** Nobody else may read with it meanwhile; one of another length is given up before its successor takes memory. */
  #takeReader(length: number): TextReader {
    const kept = this.#reader;
    this.#reader = null;
    return kept?.length === length ? kept : new TextReader(this.#network, length, this.#kernelsFor?.('float32'));
  }

  #scoresAt(window: readonly number[], position: number): Float64Array {
    if (!this.#whole) {
      this.#whole = new Plan(this.#network.graph, { largestBatch: 1 });
      this.#whole.setParameters(this.#parameters);
    }
    const ids = this.#whole.idsOf(this.#network.text!.input);
    ids.fill(0);
    ids.set(window);
    this.#whole.run('forward');
    const from = position * this.#vocabulary;
    return Float64Array.from(this.#whole.dataOf(this.#output).subarray(from, from + this.#vocabulary));
  }

  /**
   * Reads what is new since the last call; all of the window where it has moved or the text is another one. Where something
   * else was read between two turns, it begins again and reads on without a turn.
   */
  *#continue(plan: Plan, tokens: readonly number[], start: number): Generator<null, Float64Array, void> {
    const window = tokens.slice(start);
    const ids = plan.idsOf(this.#network.text!.input);
    const place = plan.idsOf(PLACE);
    for (let isFirst = true, isDisturbed = false; ; isFirst = false) {
      const isBeginning =
        this.#readFrom === start && this.#read.length < window.length && this.#read.every((id, i) => id === window[i]);
      if (!isBeginning) this.#read = [];
      if (!isBeginning && !isFirst) isDisturbed = true;
      this.#readFrom = start;
      const id = window[this.#read.length]!;
      ids[0] = id;
      place[0] = this.#read.length;
      plan.run('forward');
      this.#read.push(id);
      if (this.#read.length === window.length) {
        return Float64Array.from(plan.dataOf(this.#output).subarray(0, this.#vocabulary));
      }
      if (!isDisturbed) yield null;
    }
  }
}

function* inTurns(work: Generator<void, void, void>): Generator<null, void, void> {
  while (work.next().done !== true) yield null;
}

/** As `sampleToken` draws; one number of the generator, none at temperature 0. */
function draw(
  { ids, probabilities }: WrittenToken['alternatives'],
  sampling: SamplingSettings,
  random: Random,
): number {
  if (sampling.temperature === 0) return ids[0]!;
  let left = random.uniform();
  for (let i = 0; i < ids.length; i++) {
    left -= probabilities[i]!;
    if (left < 0) return ids[i]!;
  }
  return ids.at(-1)!;
}
