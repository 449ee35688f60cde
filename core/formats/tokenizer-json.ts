/**
 * Hugging Face's `tokenizer.json`: the vocabulary with everything that another program needs to cut text as we do.
 *
 * Written: byte pairs as a byte-level BPE model; characters and words as a WordLevel model behind a pre-tokenizer that splits
 * as ours does (its decoder puts a space between words, which is less careful than ours; the ids are the same). Read: byte-level
 * BPE as GPT-2 has it, and the two WordLevel forms written here. Everything else is refused by the name of the part that
 * is not understood. A post-processor is left out: it only adds special tokens around a text, which training does itself.
 *
 * @see the Rust crate `tokenizers`, which reads and writes this format
 */
import { FileError } from '../data/file-error.ts';
import { decodeUtf8, encodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { tokenizerFromJson } from '../text/tokenizers/registry.ts';
import { specialEntries } from '../text/tokenizers/special-tokens.ts';
import {
  LIMITS,
  TokenizerError,
  type SpecialTokens,
  type StoredTokenizer,
  type Tokenizer,
} from '../text/tokenizers/tokenizer.ts';
import { WORD_PATTERN } from '../text/tokenizers/word.ts';

type Json = Readonly<Record<string, unknown>>;

const LARGEST_FILE = 64 * 1_048_576;

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const split = (pattern: string, behavior: string): Json => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior,
  invert: false,
});
const characterSplit = split('[\\s\\S]', 'Isolated');
const wordSplit: Json = {
  type: 'Sequence',
  pretokenizers: [split('[^\\S\\n]+', 'Removed'), split(WORD_PATTERN, 'Isolated')],
};

export function writeTokenizerJson(tokenizer: Tokenizer): Uint8Array {
  return encodeUtf8(`${JSON.stringify(tokenizerJson(tokenizer), null, 1)}\n`);
}

/** The same as an object, to stand in another file. */
export function tokenizerJson(tokenizer: Tokenizer): Json {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specialEntries(tokenizer.special)
      .sort(([a], [b]) => a - b)
      .map(([id, content]) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
    ...partsOf(tokenizer),
  };
}

function partsOf(tokenizer: Tokenizer): Json {
  const stored = tokenizer.toJson();
  if (stored.kind === 'byte-pair') {
    const tokens = stored['tokens'] as readonly (string | null)[];
    const merges = stored['merges'] as readonly (readonly [number, number])[];
    return {
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: null,
      decoder: { ...byteLevel, add_prefix_space: true },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: vocabularyObject(tokens, tokenizer.special),
        merges: merges.map(([left, right]) => `${tokens[left]} ${tokens[right]}`),
      },
    };
  }
  const tokens = [...(stored['tokens'] as readonly string[])];
  const ordered: (string | null)[] = Array.from({ length: tokenizer.size }, () => null);
  const taken = new Set(specialEntries(tokenizer.special).map(([id]) => id));
  for (let id = 0; id < tokenizer.size; id++) if (!taken.has(id)) ordered[id] = tokens.shift()!;
  const isWord = stored.kind === 'word';
  return {
    normalizer: isWord && stored['lowerCase'] === true ? { type: 'Lowercase' } : null,
    pre_tokenizer: isWord ? wordSplit : characterSplit,
    post_processor: null,
    decoder: isWord ? { type: 'WordPiece', prefix: '', cleanup: true } : { type: 'Fuse' },
    model: { type: 'WordLevel', vocab: vocabularyObject(ordered, tokenizer.special), unk_token: '<unknown>' },
  };
}

/** Text to id. A null prototype, so that no word is mistaken for a property that every object has. */
function vocabularyObject(tokens: readonly (string | null)[], special: SpecialTokens): Json {
  const written = new Map(specialEntries(special).map(([id, text]) => [id, text]));
  const entries = tokens.map((text, id) => [text ?? written.get(id) ?? `<${id}>`, id] as const);
  return Object.assign(Object.create(null) as Json, Object.fromEntries(entries));
}

const known: Readonly<Record<keyof SpecialTokens, readonly string[]>> = {
  unknown: ['<unknown>', '<unk>', '[UNK]'],
  mask: ['<mask>', '[MASK]'],
  boundary: ['<end>', '<|endoftext|>', '</s>', '<eos>', '[SEP]'],
};

/** @throws FileError naming the part that is not understood */
export function readTokenizerJson(name: string, bytes: Uint8Array): Tokenizer {
  const file = objectIn(name, parse(name, bytes), 'the file');
  const model = objectIn(name, file['model'], 'model');
  const added = addedTokens(name, file['added_tokens']);
  const tokens = tokensById(name, model['vocab'], added);
  const special: Record<keyof SpecialTokens, number | null> = { unknown: null, mask: null, boundary: null };
  for (const role of Object.keys(known) as (keyof SpecialTokens)[]) {
    const content = known[role].find((text) => added.has(text));
    if (content !== undefined) special[role] = added.get(content)!;
  }
  const stored = model['type'] === 'BPE' ? bytePairs(name, file, model, tokens, special) : wordLevel(name, file, model, tokens, special); // prettier-ignore
  try {
    return tokenizerFromJson(stored);
  } catch (error) {
    if (!(error instanceof TokenizerError)) throw error;
    throw new FileError(`"${name}" cannot be used: ${error.message}`);
  }
}

function parse(name: string, bytes: Uint8Array): unknown {
  if (bytes.length > LARGEST_FILE) {
    throw new FileError(`"${name}" has ${bytes.length} bytes; a tokenizer of up to ${LARGEST_FILE} can be read.`);
  }
  try {
    return JSON.parse(decodeUtf8(bytes)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw new FileError(`"${name}" is not JSON: it ends too early or is damaged. Choose a tokenizer.json.`);
    }
    if (!(error instanceof Utf8Error)) throw error;
    throw new FileError(`"${name}" is not text: ${error.message}. Choose a tokenizer.json.`);
  }
}

function objectIn(name: string, value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new FileError(`"${name}" is not a tokenizer.json: ${what} is not an object. Choose another file.`);
}

function addedTokens(name: string, listed: unknown): Map<string, number> {
  const added = new Map<string, number>();
  if (listed !== undefined && !Array.isArray(listed)) {
    throw new FileError(`"${name}" is not a tokenizer.json: added_tokens is not a list.`);
  }
  for (const item of (listed ?? []) as readonly unknown[]) {
    const { id, content, special } = objectIn(name, item, 'an added token');
    if (typeof content !== 'string' || !Number.isInteger(id)) {
      throw new FileError(`"${name}" has an added token without text or whole id.`);
    }
    if (special !== true) refuse(name, `the added token "${content.slice(0, 40)}", which is not special`);
    added.set(content, id as number);
  }
  return added;
}

/** Texts by id; null for special tokens. Every id from 0 on must occur exactly once. */
function tokensById(name: string, vocab: unknown, added: ReadonlyMap<string, number>): (string | null)[] {
  const entries = Object.entries(objectIn(name, vocab, 'model.vocab')).filter(([text]) => !added.has(text));
  const size = entries.length + added.size;
  if (size > LIMITS.tokens) {
    throw new FileError(`"${name}" has ${size} tokens; vocabularies of up to ${LIMITS.tokens} can be used here.`);
  }
  const tokens: (string | null | undefined)[] = new Array<undefined>(size).fill(undefined);
  for (const [text, id] of [...entries, ...[...added.values()].map((at) => [null, at] as const)]) {
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= size || tokens[id as number] !== undefined) {
      throw new FileError(
        `"${name}" gives ${text === null ? 'a special token' : `"${text.slice(0, 40)}"`} the id ${JSON.stringify(id)}, ` +
          `which is taken or not among the ${size} ids from 0. It was not opened.`,
      );
    }
    tokens[id as number] = text;
  }
  return tokens as (string | null)[];
}

function bytePairs(
  name: string,
  file: Json,
  model: Json,
  tokens: readonly (string | null)[],
  special: SpecialTokens,
): StoredTokenizer {
  if (file['normalizer']) refuse(name, `the normalizer ${typeOf(file['normalizer'])}`);
  const { type, add_prefix_space, use_regex } = objectIn(name, file['pre_tokenizer'] ?? {}, 'pre_tokenizer');
  if (type !== 'ByteLevel') refuse(name, `the pre-tokenizer ${typeOf(file['pre_tokenizer'])}`);
  if (add_prefix_space !== false) refuse(name, 'a space added before every text (add_prefix_space)');
  if (use_regex === false) refuse(name, 'a ByteLevel pre-tokenizer that does not split (use_regex false)');
  for (const part of ['dropout', 'continuing_subword_prefix', 'end_of_word_suffix', 'byte_fallback', 'ignore_merges']) {
    if (model[part]) refuse(name, `the BPE option ${part}`);
  }
  const ids = new Map(tokens.map((text, id) => [text, id]));
  const { merges } = model;
  if (!Array.isArray(merges)) throw new FileError(`"${name}" is not a tokenizer.json: model.merges is not a list.`);
  return {
    kind: 'byte-pair',
    tokens,
    merges: (merges as readonly unknown[]).map((merge, i) => {
      const pair: readonly unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
      const [left, right] = pair.map((text) => (typeof text === 'string' ? ids.get(text) : undefined));
      if (pair.length !== 2 || left === undefined || right === undefined) {
        throw new FileError(`"${name}": merge ${i + 1} (${JSON.stringify(merge)?.slice(0, 40)}) is not two tokens.`);
      }
      return [left, right];
    }),
    special: { ...special, unknown: null }, // every byte is a token: nothing is unknown
  };
}

function wordLevel(
  name: string,
  file: Json,
  model: Json,
  tokens: readonly (string | null)[],
  special: SpecialTokens,
): StoredTokenizer {
  if (model['type'] !== 'WordLevel') refuse(name, `the model ${typeOf(model)}`);
  const { normalizer } = file;
  const lowerCase = typeof normalizer === 'object' && normalizer !== null && typeOf(normalizer) === '"Lowercase"';
  if (normalizer && !lowerCase) refuse(name, `the normalizer ${typeOf(normalizer)}`);
  const isWord = JSON.stringify(file['pre_tokenizer']) === JSON.stringify(wordSplit);
  const isCharacter = JSON.stringify(file['pre_tokenizer']) === JSON.stringify(characterSplit) && !lowerCase;
  if (!isWord && !isCharacter) {
    refuse(name, `a WordLevel model behind the pre-tokenizer ${typeOf(file['pre_tokenizer'])} with its settings`);
  }
  const ordinary = tokens.filter((text) => text !== null);
  return isWord
    ? { kind: 'word', lowerCase, tokens: ordinary, special }
    : { kind: 'character', tokens: ordinary, special };
}

const typeOf = (part: unknown): string =>
  typeof part === 'object' && part !== null && 'type' in part
    ? (JSON.stringify(part.type)?.slice(0, 60) ?? 'none')
    : 'none';

function refuse(name: string, what: string): never {
  throw new FileError(
    `"${name}" uses ${what}, which is not understood here. Byte-level BPE as in GPT-2, and files written here, can be read.`,
  );
}
