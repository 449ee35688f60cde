/** The tensors of an opened project, each taken once by name and type; what is left over at the end was not ours. */
import { FileError } from '../data/file-error.ts';
import { decodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { finish, type Steps } from '../text/steps.ts';
import { expectUtf8 } from '../text/utf8-in-steps.ts';
import type { StoredTensor, TensorValues } from './safetensors.ts';

/** Named by the type as the file calls it. */
interface Types {
  readonly F64: Float64Array;
  readonly U32: Uint32Array;
  readonly U8: Uint8Array;
}
const isOf: { readonly [Type in keyof Types]: (values: TensorValues) => values is TensorValues & Types[Type] } = {
  F64: (values) => values instanceof Float64Array,
  U32: (values) => values instanceof Uint32Array,
  U8: (values) => values instanceof Uint8Array,
};

export class TensorShelf {
  readonly #tensors: Map<string, StoredTensor>;
  readonly #checked = new Set<TensorValues>();

  constructor(tensors: readonly StoredTensor[]) {
    this.#tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** @throws FileError when it is not there or holds another type of numbers */
  take<Type extends keyof Types>(name: string, type: Type): Types[Type] {
    const values = this.takeAny(name);
    if (isOf[type](values)) return values;
    throw new FileError(
      `The project's part "${name.slice(0, 80)}" holds the wrong type of numbers. The file is damaged; it was not opened.`,
    );
  }

  /** Of whichever type it is. @throws FileError when it is not there */
  takeAny(name: string): TensorValues {
    const found = this.#tensors.get(name);
    if (!found) throw lacking(name);
    this.#tensors.delete(name);
    return found.values;
  }

  /** A text, kept as its UTF-8. @throws FileError when it is not there or is none */
  takeText(name: string): string {
    return decodeUtf8(this.takeUtf8(name));
  }

  /** The same, its bytes. @throws FileError as `takeText` */
  takeUtf8(name: string): Uint8Array {
    const utf8 = this.take(name, 'U8');
    finish(this.#expectUtf8(name, utf8));
    return utf8;
  }

  /** Looks at a text, where it is there, a piece at a time, so that taking it need not. @throws FileError when it is none */
  *checkText(name: string): Steps<void, void> {
    const values = this.#tensors.get(name)?.values;
    if (values && isOf.U8(values)) yield* this.#expectUtf8(name, values);
  }

  *#expectUtf8(name: string, utf8: Uint8Array): Steps<void, void> {
    if (this.#checked.has(utf8)) return;
    try {
      yield* expectUtf8(utf8);
      this.#checked.add(utf8);
    } catch (error) {
      if (!(error instanceof Utf8Error)) throw error;
      throw new FileError(`The project's part "${name.slice(0, 80)}" is damaged: ${error.message}. It was not opened.`);
    }
  }

  /** All whose name begins with `prefix`, by the rest of their name. */
  takeAll<Type extends keyof Types>(prefix: string, type: Type): Record<string, Types[Type]> {
    const names = [...this.#tensors.keys()].filter((name) => name.startsWith(prefix));
    return Object.fromEntries(names.map((name) => [name.slice(prefix.length), this.take(name, type)]));
  }

  /** @throws FileError when anything has not been taken: it would be lost when saving */
  expectEmpty(): void {
    const [name] = this.#tensors.keys();
    if (name === undefined) return;
    throw new FileError(
      `The project has the part "${name.slice(0, 80)}", which this app does not know. It was not opened.`,
    );
  }
}

const lacking = (name: string): FileError =>
  new FileError(`The project lacks its part "${name.slice(0, 80)}". The file is damaged; it was not opened.`);
