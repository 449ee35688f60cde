/**
 * Lets the loaded language model write and answers questions about its text, in short turns between training and messages.
 * Always by the portable float64 kernels where text is written: a seed writes what the command line writes.
 */
import type { Network } from '../../core/compile/compile.ts';
import { openTokenizer, type TextSource } from '../../core/data/text-source.ts';
import { withoutParts, partedLayers, type Part } from '../../core/explain/ablation.ts';
import { atShare } from '../../core/explain/at-share.ts';
import { entryName, tensorName } from '../../core/explain/entry-name.ts';
import { HeldOutSample } from '../../core/explain/held-out-sample.ts';
import { rankInTurns, slopesInTurns } from '../../core/explain/steering.ts';
import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import { MOST_EXACT_PARAMETERS } from '../../core/engine/precision.ts';
import type { InputOf } from '../../core/protocol/contract.ts';
import {
  ALTERNATIVES,
  STRONGEST,
  type Ablations,
  type FilledMasks,
  type Steering,
  type writingCalls,
  type WritingModel,
  type Written,
  type WrittenEvent,
  type WrittenPiece,
} from '../../core/protocol/writing-calls.ts';
import { likeliest, type Alternatives } from '../../core/text/alternatives.ts';
import { encodeMasked, writingStart, writtenText } from '../../core/text/writing-start.ts';
import type { Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import { fillMasksInTurns } from '../../core/training/fill-masks.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import { Writer } from '../../core/training/writer.ts';
import type { LoadedLanguageModel } from './loaded-run.ts';

interface Surroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** @throws TrainingRefused when there is none */
  readonly model: () => LoadedLanguageModel;
  /** Kernels that are not in use by training. */
  readonly kernelsFor: (precision: Precision) => KernelSet;
  readonly sendWritten: (event: WrittenEvent) => void;
}

interface KeptWriter {
  readonly for: Network;
  readonly writer: Writer;
}

/** Between two events, so that the page is not flooded. */
const SEND_MS = 30;
/** Share of steering that is done when its parameters are put in order. */
const RANKING = 0.9;

export class WritingDesk {
  readonly #surroundings: Surroundings;
  /** Laid out once for each network: one for what is asked, one for texts, which is away while it writes. */
  #writer: KeptWriter | null = null;
  #pen: KeptWriter | null = null;
  #tokenizer: { readonly for: TextSource; readonly tokenizer: Tokenizer } | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  describe(): WritingModel {
    const { network, source } = this.#surroundings.model();
    const tokenizer = this.#tokenizerOf(source);
    return {
      name: source.name,
      objective: source.objective,
      layout: source.layout,
      context: network.text!.context,
      tokens: tokenizer.tokens,
      special: tokenizer.special,
      stopAt: writingStart(source.layout, tokenizer, '').stopAt,
      parted: partedLayers(network),
    };
  }

  /** Yields after every token, with the share of the longest text that is written. */
  *write(request: InputOf<typeof writingCalls.write>): InTurns<Written> {
    const { job, given, most, sampling, seed, stopAt, off } = request;
    const { now, sendWritten } = this.#surroundings;
    const model = this.#surroundings.model();
    const tokenizer = this.#tokenizerOf(model.source);
    const { prompt } = writingStart(model.source.layout, tokenizer, request.prompt);
    const ids: number[] = [];
    let waiting: WrittenPiece[] = [];
    let sentAt = -Infinity;
    const send = (): void => {
      if (waiting.length > 0) sendWritten({ job, from: ids.length - waiting.length, pieces: waiting });
      waiting = [];
      sentAt = now();
    };
    const pen = this.#pen;
    this.#pen = null; // a text that is given up never gives it back
    const writer = this.#ready(pen, model, off);
    for (const token of writer.writeInTurns({ prompt, most, sampling, seed, stopAt, given })) {
      if (token) {
        ids.push(token.id);
        waiting.push({
          id: token.id,
          alternatives: likeliest(token.scores, token.alternatives, ALTERNATIVES, [token.id]),
        });
        if (now() - sentAt >= SEND_MS) send();
      }
      yield ids.length / most;
    }
    send();
    this.#pen = { for: model.network, writer };
    return { prompt: Int32Array.from(prompt), text: writtenText(tokenizer, [...prompt, ...ids]), step: model.step };
  }

  *odds({ prompt, besides, off }: InputOf<typeof writingCalls.odds>): InTurns<Alternatives> {
    const model = this.#surroundings.model();
    const tokens = writingStart(model.source.layout, this.#tokenizerOf(model.source), prompt).prompt;
    const scores = yield* this.#asked(model, off, (writer) => writer.scoresInTurns(tokens));
    return likeliest(scores, null, ALTERNATIVES, besides);
  }

  encodeMasked({ text }: InputOf<typeof writingCalls.encodeMasked>): { ids: Int32Array } {
    return { ids: encodeMasked(this.#tokenizerOf(this.#surroundings.model().source), text) };
  }

  /** @throws RangeError when the text is longer than the context */
  *fillMasks({ ids, off }: InputOf<typeof writingCalls.fillMasks>): InTurns<FilledMasks> {
    const model = this.#surroundings.model();
    const tokenizer = this.#tokenizerOf(model.source);
    const { mask } = tokenizer.special;
    const text = writtenText(tokenizer, ids);
    if (mask === null || !ids.includes(mask)) return { places: [], text };
    const places = yield* this.#asked(model, off, (writer) => fillMasksInTurns(writer, ids, mask, ALTERNATIVES));
    return { places, text };
  }

  /** One pass forward and back, an op at a time; in the precision of training for large models, which would take long in float64. */
  *steer({ prompt, target, off }: InputOf<typeof writingCalls.steer>): InTurns<Steering> {
    const { network, parameters, source } = this.#surroundings.model();
    const tokenizer = this.#tokenizerOf(source);
    yield 0;
    const tokens = writingStart(source.layout, tokenizer, prompt).prompt;
    const question = { tokens, target, padding: paddingOf(tokenizer), off };
    const { logProbability, gradients } = yield* slopesInTurns(network, parameters, question, this.#kernels(network));
    const ranked = yield* atShare(rankInTurns(gradients, STRONGEST), RANKING);
    const entries = ranked.entries.map((entry) => ({
      ...entry,
      name: entryName(network, tokenizer.tokens, entry.id, entry.index),
    }));
    const tensors = ranked.tensors.map(({ id, total, count }) => ({
      id,
      total,
      count,
      ...tensorName(network, id),
    }));
    return { logProbability, entries, tensors };
  }

  *ablate({ off, parts }: InputOf<typeof writingCalls.ablate>): InTurns<Ablations> {
    const { network, parameters, trainer } = this.#surroundings.model();
    yield 0;
    const sample = new HeldOutSample(network, trainer.data, this.#kernels(network));
    yield 0;
    const { loss, losses } = yield* sample.withoutEach(parameters, off, parts);
    return { loss, losses, windows: sample.windows, isHeldOut: sample.isHeldOut };
  }

  #kernels(network: Network): KernelSet {
    return this.#surroundings.kernelsFor(network.parameterCount <= MOST_EXACT_PARAMETERS ? 'float64' : 'float32');
  }

  /** An answer from a writer that nobody else uses meanwhile. */
  *#asked<Answer>(
    model: LoadedLanguageModel,
    off: readonly Part[],
    ask: (writer: Writer) => Generator<null, Answer, void>,
  ): InTurns<Answer> {
    yield 0;
    const kept = this.#writer;
    this.#writer = null; // a question that is given up never gives it back
    const writer = this.#ready(kept, model, off);
    yield 0;
    const answer = yield* atShare(ask(writer), 0);
    this.#writer = { for: model.network, writer };
    return answer;
  }

  /** With the parameters of now; laid out anew where the one that is kept is for another network. */
  #ready(kept: KeptWriter | null, { network, parameters, source }: LoadedLanguageModel, off: readonly Part[]): Writer {
    const now = withoutParts(network, parameters, off);
    if (kept?.for !== network) {
      const padding = paddingOf(this.#tokenizerOf(source));
      return new Writer(network, now, { padding, kernelsFor: this.#surroundings.kernelsFor });
    }
    kept.writer.setParameters(now);
    return kept.writer;
  }

  #tokenizerOf(source: TextSource): Tokenizer {
    if (this.#tokenizer?.for === source) return this.#tokenizer.tokenizer;
    const tokenizer = openTokenizer(source);
    this.#tokenizer = { for: source, tokenizer };
    return tokenizer;
  }
}

const paddingOf = ({ special }: Tokenizer): number => special.boundary ?? 0;
