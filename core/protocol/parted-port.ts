/**
 * Large arrays, of numbers and of texts, cross a port in parts, so that neither side is held up by one message: the state of a model of millions of
 * parameters is hundreds of megabytes, and copying it at once blocks the page for as long. Messages keep their order, and one in
 * parts is heard when its last part is there, with every array whole and bit for bit as it was sent.
 */
import type { PortLike } from './channel.ts';

/** A message whose arrays come to no more than this travels as it is. */
export const LARGEST_PART_BYTES = 1_048_576;
/** In a larger one, arrays from here on travel apart. */
const APART_BYTES = 65_536;
/** A column of words is as long as its table; so many take about a millisecond. */
const TEXTS_AT_ONCE = 8192;
/** No array that is sent is longer. */
const MOST_ENTRIES = 2_147_483_648;

const kinds = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type Kind = keyof typeof kinds;
type Numbers = InstanceType<(typeof kinds)[Kind]>;
type Whole = Numbers | string[];

/** The next part of an array; one at offset 0 begins the next array. */
interface Part {
  readonly type: 'part';
  readonly kind: Kind | 'texts';
  /** Entries of the whole array. */
  readonly length: number;
  readonly offset: number;
  readonly values: Whole;
}

/** What remains of a message, and where the arrays that came before belong in it, in their order. */
interface Rest {
  readonly type: 'rest';
  readonly message: unknown;
  readonly places: readonly (readonly string[])[];
}

/** @param breathe waited for after each part that is sent; without it, all are sent in one go */
export function inParts(port: PortLike, breathe?: () => Promise<void>): PortLike {
  let waiting: unknown[] = [];
  let isSending = false;
  const sendSlowly = async (pause: () => Promise<void>): Promise<void> => {
    isSending = true;
    while (waiting.length > 0) {
      const [message, ...others] = waiting;
      waiting = others;
      for (const piece of piecesOf(message)) {
        port.post(piece);
        if (isPart(piece)) await pause();
      }
    }
    isSending = false;
  };
  return {
    post: (message) => {
      if (!breathe) {
        for (const piece of piecesOf(message)) port.post(piece);
        return;
      }
      waiting.push(message);
      if (!isSending) void sendSlowly(breathe);
    },
    listen: (listener) => {
      let arrived: Whole[] = [];
      port.listen((piece) => {
        if (isPart(piece)) return void takePart(arrived, piece);
        if (!isRest(piece)) return listener(piece);
        const arrays = arrived;
        arrived = [];
        listener(joined(piece, arrays));
      });
    },
  };
}

function* piecesOf(message: unknown): Generator<unknown> {
  const found: { readonly place: readonly string[]; readonly values: Whole }[] = [];
  const bytes = collect(message, [], found);
  if (bytes <= LARGEST_PART_BYTES || found.length === 0) return void (yield message);
  for (const { values } of found) yield* Array.isArray(values) ? partsOfTexts(values) : partsOf(values);
  const rest = found.reduce((whole, { place }) => without(whole, place), message);
  yield { type: 'rest', message: rest, places: found.map(({ place }) => place) } satisfies Rest;
}

/** Finds the arrays that are worth a message of their own. @returns bytes of all arrays together, a text counted as some dozen */
function collect(
  value: unknown,
  place: readonly string[],
  found: { readonly place: readonly string[]; readonly values: Whole }[],
): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength >= APART_BYTES && kindOf(value) !== null) found.push({ place, values: value as Numbers });
    return value.byteLength;
  }
  if (Array.isArray(value) && typeof value[0] !== 'object') {
    if (typeof value[0] !== 'string' || value.length <= TEXTS_AT_ONCE) return 0; // numbers, or few texts
    found.push({ place, values: value as string[] });
    return value.length * (LARGEST_PART_BYTES / TEXTS_AT_ONCE);
  }
  let bytes = 0;
  for (const [key, inner] of Object.entries(value)) bytes += collect(inner, [...place, key], found);
  return bytes;
}

function kindOf(value: object): Kind | null {
  const { name } = value.constructor;
  return Object.hasOwn(kinds, name) ? (name as Kind) : null;
}

function* partsOf(values: Numbers): Generator<Part> {
  const kind = kindOf(values)!;
  const { length } = values;
  const step = LARGEST_PART_BYTES / values.BYTES_PER_ELEMENT;
  // A copy of the part alone: a view would take all of its memory along.
  for (let offset = 0; offset < length; offset += step)
    yield { type: 'part', kind, length, offset, values: values.slice(offset, offset + step) };
}

function* partsOfTexts(values: readonly string[]): Generator<Part> {
  const { length } = values;
  for (let offset = 0; offset < length; offset += TEXTS_AT_ONCE)
    yield { type: 'part', kind: 'texts', length, offset, values: values.slice(offset, offset + TEXTS_AT_ONCE) };
}

/** The same with null at a place; what lies beside the way there is shared. */
function without(whole: unknown, [key, ...deeper]: readonly string[]): unknown {
  if (key === undefined) return null;
  const copy = (Array.isArray(whole) ? [...(whole as unknown[])] : { ...(whole as object) }) as Record<string, unknown>;
  copy[key] = without(copy[key], deeper);
  return copy;
}

const typeOf = (piece: unknown): unknown => (piece as { type?: unknown } | null)?.type;
const isPart = (piece: unknown): piece is Part => typeOf(piece) === 'part';
const isRest = (piece: unknown): piece is Rest => typeOf(piece) === 'rest';

/** @throws RangeError when it is not part of any array: then the other side is not ours */
function takePart(arrived: Whole[], { kind, length, offset, values }: Part): void {
  const isCounted = Number.isInteger(length) && length > 0 && length <= MOST_ENTRIES;
  const isKnown = kind === 'texts' ? areTexts(values) : Object.hasOwn(kinds, kind) && values instanceof kinds[kind];
  if (!isCounted || !isKnown) throw new RangeError('A part of an array is not as agreed.');
  if (offset === 0) arrived.push(kind === 'texts' ? [] : new kinds[kind](length));
  const whole = arrived.at(-1);
  if (Array.isArray(whole)) {
    if (kind !== 'texts' || whole.length !== offset || !(offset + values.length <= length)) throw noneOfIts();
    for (const text of values as string[]) whole.push(text);
  } else {
    if (kind === 'texts' || whole?.length !== length || !(whole instanceof kinds[kind])) throw noneOfIts();
    if (!(offset + values.length <= length)) throw noneOfIts();
    whole.set(values as Numbers, offset);
  }
}

const areTexts = (values: unknown): boolean =>
  Array.isArray(values) && values.every((value: unknown) => typeof value === 'string');
const noneOfIts = (): RangeError => new RangeError('A part of an array does not belong to the one before it.');

function joined({ message, places }: Rest, arrays: readonly Whole[]): unknown {
  places.forEach((place, i) => {
    let at = message as Record<string, unknown>;
    for (const key of place.slice(0, -1)) at = at[key] as Record<string, unknown>;
    at[place.at(-1)!] = arrays[i];
  });
  return message;
}
