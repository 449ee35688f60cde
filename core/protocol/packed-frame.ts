/**
 * A frame on its way to the page. A message costs by the number of its arrays as much as by their bytes: the tables of a network of
 * thousands of single edges go as one array each, and are taken apart again where they arrive, as views of it.
 */
import type { Table } from '../document/document.ts';
import type { Frame } from '../training/frame.ts';

/** Fewer arrays than this travel as they are. */
const MANY_ARRAYS = 200;

interface PackedTable {
  /** One a line. */
  readonly names: string;
  readonly lengths: Uint32Array;
  readonly values: Float64Array;
}

export type PackedFrame =
  | { readonly frame: Frame; readonly parameters: null }
  | { readonly frame: Frame; readonly parameters: PackedTable; readonly moments: PackedTable };

export function packFrame(frame: Frame): PackedFrame {
  const { parameters, position } = frame;
  if (Object.keys(parameters).length < MANY_ARRAYS) return { frame, parameters: null };
  return {
    frame: { ...frame, parameters: {}, position: { ...position, moments: {} } },
    parameters: pack(parameters),
    moments: pack(position.moments),
  };
}

export class FrameUnpacker {
  readonly #parameters = new TableUnpacker();
  readonly #moments = new TableUnpacker();

  unpack(packed: PackedFrame): Frame {
    const { frame } = packed;
    if (packed.parameters === null) return frame;
    const { step, epoch, cursor, order, random } = frame.position;
    const unpacker = this.#moments;
    let moments: Table<Float64Array> | null = null;
    const position = {
      ...{ step, epoch, cursor, order, random },
      /** Nobody looks at most frames' optimizer state, twice as many arrays as there are parameters: taken apart when asked for. */
      get moments() {
        return (moments ??= unpacker.unpack(packed.moments));
      },
    };
    return { ...frame, parameters: this.#parameters.unpack(packed.parameters), position };
  }
}

function pack(table: Table<Float64Array>): PackedTable {
  const names = Object.keys(table);
  const lengths = Uint32Array.from(names, (name) => table[name]!.length);
  const values = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const name of names) {
    values.set(table[name]!, at);
    at += table[name]!.length;
  }
  return { names: names.join('\n'), lengths, values };
}

/** Names are the same from frame to frame: they are taken apart once. */
class TableUnpacker {
  #joined = '';
  #names: readonly string[] = [];

  unpack({ names, lengths, values }: PackedTable): Table<Float64Array> {
    if (names !== this.#joined) {
      this.#joined = names;
      this.#names = names === '' ? [] : names.split('\n');
    }
    const table: Record<string, Float64Array> = {};
    let at = 0;
    this.#names.forEach((name, i) => {
      table[name] = values.subarray(at, at + lengths[i]!);
      at += lengths[i]!;
    });
    return table;
  }
}
