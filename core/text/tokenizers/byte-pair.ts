/**
 * Learns byte pairs: count the distinct pieces of the text once, then again and again join the pair of neighbours that occurs
 * most. Counts of pairs are kept as merges happen, and only pieces that hold the pair are touched.
 *
 * Of two pairs that occur equally often, the one with the lower ids is joined first, as in Hugging Face's trainer.
 */
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { chunkBounds } from '../chunks.ts';
import type { Steps } from '../steps.ts';
import { bytesToCharacters } from './byte-alphabet.ts';
import { bytePairTokenizer, pieces as piecePattern, readBytePair } from './byte-pair-vocabulary.ts';
import { Heap } from './heap.ts';
import { showBytes } from './lossy-utf8.ts';
import { pairKey } from './merge-pieces.ts';
import { placeSpecial, specialFields } from './special-tokens.ts';
import { showSpaces, TokenizerError, type LearningProgress, type Tokenizer, type TokenizerKind } from './tokenizer.ts';

export const bytePairFields = {
  size: {
    label: 'Vocabulary',
    description: 'Tokens in all: the 256 bytes, and one for each merge that is learned.',
    initial: 512,
    min: 256,
    max: 50_000,
    isInteger: true,
    scale: 'logarithmic',
  },
  ...specialFields,
} as const;

/** Share of the work that counting pieces takes, for the progress. */
const COUNTING = 0.2;
const MOST_DISTINCT = 2_000_000;
/** Bytes; longer ones are never joined, so that a rule of ten thousand equal signs does not become a token. */
const LONGEST_TOKEN = 128;

export const bytePair: TokenizerKind = {
  title: 'Byte pairs',
  description: 'Frequent runs of letters grow into tokens, and nothing is ever unknown: how GPT models read.',
  fields: bytePairFields,
  learn,
  fromJson: readBytePair,
};

/** A distinct piece of the text, as the tokens that it consists of so far. */
interface Piece {
  ids: number[];
  readonly count: number;
}

interface PairEntry {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

function* learn(
  text: string,
  { size = bytePairFields.size.initial, boundary = 0, mask = 0 }: Readonly<Record<string, number>>,
): Steps<LearningProgress, Tokenizer> {
  const pieces = yield* countPieces(text);
  const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const merges: [number, number][] = [];
  const pairs = new PairCounts(pieces);
  const wanted = Math.max(0, size - 256 - boundary - mask);
  const idByCharacters = new Map(bytes.map((token, id) => [bytesToCharacters(token), id]));
  while (bytes.length - 256 < wanted) {
    const best = pairs.takeMostFrequent();
    if (!best || best.count < 2) break; // nothing left that occurs twice
    const token = new Uint8Array([...bytes[best.left]!, ...bytes[best.right]!]);
    if (token.length > LONGEST_TOKEN) continue;
    const characters = bytesToCharacters(token);
    const id = idByCharacters.get(characters) ?? bytes.push(token) - 1;
    idByCharacters.set(characters, id);
    merges.push([best.left, best.right]);
    pairs.merge(best.left, best.right, id);
    yield {
      done: COUNTING + ((1 - COUNTING) * (bytes.length - 256)) / wanted,
      merge: {
        left: show(bytes[best.left]!),
        right: show(bytes[best.right]!),
        token: show(token),
        count: best.count,
      },
    };
  }
  const special = placeSpecial(bytes.length, { unknown: false, mask: mask === 1, boundary: boundary === 1 });
  return bytePairTokenizer({
    bytes: [...bytes, ...Array.from({ length: boundary + mask }, () => null)],
    merges,
    special,
  });
}

const show = (bytes: Uint8Array): string => showSpaces(showBytes(bytes));

function* countPieces(text: string): Steps<LearningProgress, Piece[]> {
  if (text === '') throw new TokenizerError('The text is empty: there are no pairs to learn. Choose a text.');
  const counts = new Map<string, number>();
  for (const [start, end] of chunkBounds(text)) {
    for (const [piece] of text.slice(start, end).matchAll(piecePattern)) {
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
    if (counts.size > MOST_DISTINCT) {
      throw new TokenizerError(
        `The text has more than ${MOST_DISTINCT} distinct pieces by character ${end}: more than fit in memory here. ` +
          'Learn from a part of it; the vocabulary then serves the whole.',
      );
    }
    yield { done: (COUNTING * end) / text.length, merge: null };
  }
  return [...counts].map(([piece, count]) => ({ ids: Array.from(encodeUtf8(piece)), count }));
}

/** How often each pair of neighbours occurs, kept up to date from merge to merge. */
class PairCounts {
  readonly #pieces: readonly Piece[];
  readonly #counts = new Map<number, number>();
  /** Pieces in which a pair may occur; it did once. */
  readonly #places = new Map<number, Set<number>>();
  /** May hold outdated counts: an entry is true when it equals `#counts`. */
  readonly #heap = new Heap<PairEntry>(
    (a, b) =>
      a.count > b.count || (a.count === b.count && (a.left < b.left || (a.left === b.left && a.right < b.right))),
  );

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
    const touched = new Map<number, [number, number]>();
    pieces.forEach(({ ids, count }, at) => {
      for (let i = 0; i + 1 < ids.length; i++) this.#add(ids[i]!, ids[i + 1]!, count, at, touched);
    });
    this.#pushAll(touched.values());
  }

  takeMostFrequent(): PairEntry | null {
    for (let entry = this.#heap.pop(); entry; entry = this.#heap.pop()) {
      if (this.#counts.get(pairKey(entry.left, entry.right)) === entry.count) return entry;
    }
    return null;
  }

  /** Replaces the pair by the token wherever it occurs, from left to right. */
  merge(left: number, right: number, token: number): void {
    const touched = new Map<number, [number, number]>();
    const places = this.#places.get(pairKey(left, right)) ?? new Set<number>();
    for (const at of places) {
      const piece = this.#pieces[at]!;
      const { ids, count } = piece;
      const replaced: number[] = [];
      for (let i = 0; i < ids.length; i++) {
        if (ids[i] === left && ids[i + 1] === right) {
          replaced.push(token);
          i++;
        } else replaced.push(ids[i]!);
      }
      if (replaced.length === ids.length) continue;
      for (let i = 0; i + 1 < ids.length; i++) this.#add(ids[i]!, ids[i + 1]!, -count, at, touched);
      for (let i = 0; i + 1 < replaced.length; i++) this.#add(replaced[i]!, replaced[i + 1]!, count, at, touched);
      piece.ids = replaced;
    }
    this.#places.delete(pairKey(left, right));
    this.#counts.delete(pairKey(left, right));
    this.#pushAll(touched.values());
  }

  #add(left: number, right: number, count: number, at: number, touched: Map<number, [number, number]>): void {
    const key = pairKey(left, right);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    touched.set(key, [left, right]);
    if (count < 0) return;
    const places = this.#places.get(key);
    if (places) places.add(at);
    else this.#places.set(key, new Set([at]));
  }

  #pushAll(pairs: Iterable<[number, number]>): void {
    for (const [left, right] of pairs) {
      const key = pairKey(left, right);
      const count = this.#counts.get(key) ?? 0;
      if (count > 0) this.#heap.push({ left, right, count });
      else {
        this.#counts.delete(key);
        this.#places.delete(key);
      }
    }
  }
}
