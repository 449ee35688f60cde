/** A WebAssembly module put together function by function, with one imported memory. */
import { nameBytes, unsignedLeb128, valueType, vectorBytes, type Code, type ValueType } from './bytecode.ts';

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]; // "\0asm", version 1
const section = (id: number, content: Code): Code => [id, ...unsignedLeb128(content.length), ...content];
const END = 0x0b;

/** Takes imports first, then functions; hands out the number that calls each. */
export class ModuleBuilder {
  readonly #types: Code[] = [];
  readonly #imports: Code[] = [];
  readonly #functions: { readonly type: number; readonly code: Uint8Array }[] = [];
  readonly #exports: Code[] = [];
  #importedFunctions = 0;

  /** @returns the function's number, for `call` */
  importFunction(module: string, name: string, signature: Signature): number {
    if (this.#functions.length > 0) throw new Error('internal: imports come before functions');
    this.#imports.push([...nameBytes(module), ...nameBytes(name), 0x00, ...unsignedLeb128(this.#type(signature))]);
    return this.#importedFunctions++;
  }

  importMemory(module: string, name: string, pages: number): void {
    this.#imports.push([...nameBytes(module), ...nameBytes(name), 0x02, 0x00, ...unsignedLeb128(pages)]);
  }

  /** @returns the function's number, for `call` */
  add(body: FunctionBody, exportedAs?: string): number {
    const number = this.#importedFunctions + this.#functions.length;
    this.#functions.push({ type: this.#type(body.signature), code: body.toBytes() });
    if (exportedAs) this.#exports.push([...nameBytes(exportedAs), 0x00, ...unsignedLeb128(number)]);
    return number;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const head = [
      ...MAGIC,
      ...section(1, vectorBytes(this.#types)),
      ...section(2, vectorBytes(this.#imports)),
      ...section(3, vectorBytes(this.#functions.map(({ type }) => unsignedLeb128(type)))),
      ...section(7, vectorBytes(this.#exports)),
    ];
    const count = unsignedLeb128(this.#functions.length);
    const size = this.#functions.reduce((sum, { code }) => sum + code.length, count.length);
    const start = [...head, 10, ...unsignedLeb128(size), ...count];
    const bytes = new Uint8Array(start.length + size - count.length);
    bytes.set(start);
    let at = start.length;
    for (const { code } of this.#functions) {
      bytes.set(code, at);
      at += code.length;
    }
    return bytes;
  }

  #type({ parameters, results }: Signature): number {
    const list = (types: readonly ValueType[]) => vectorBytes(types.map((type) => [valueType[type]]));
    const code = [0x60, ...list(parameters), ...list(results)];
    const known = this.#types.findIndex((type) => type.join() === code.join());
    return known >= 0 ? known : this.#types.push(code) - 1;
  }
}

/** The locals and the statements of one function. */
export class FunctionBody {
  readonly signature: Signature;
  readonly #locals: ValueType[] = [];
  readonly #free: Record<ValueType, number[]> = { i32: [], f64: [], v128: [] };
  readonly #statements: Code[] = [];

  constructor(signature: Signature) {
    this.signature = signature;
  }

  /** @returns the number of a local that nobody else uses until it is given back */
  local(type: ValueType): number {
    return this.#free[type].pop() ?? this.signature.parameters.length + this.#locals.push(type) - 1;
  }

  giveBack(type: ValueType, locals: readonly number[]): void {
    this.#free[type].push(...locals);
  }

  add(...statements: readonly Code[]): void {
    this.#statements.push(...statements);
  }

  /** Size, locals in runs of one type, statements. */
  toBytes(): Uint8Array {
    const runs: Code[] = [];
    for (let from = 0; from < this.#locals.length;) {
      const type = this.#locals[from]!;
      let to = from;
      while (this.#locals[to] === type) to++;
      runs.push([...unsignedLeb128(to - from), valueType[type]]);
      from = to;
    }
    const locals = vectorBytes(runs);
    const length = this.#statements.reduce((sum, statement) => sum + statement.length, locals.length + 1);
    const size = unsignedLeb128(length);
    const bytes = new Uint8Array(size.length + length);
    bytes.set(size);
    bytes.set(locals, size.length);
    let at = size.length + locals.length;
    for (const statement of this.#statements) {
      bytes.set(statement, at);
      at += statement.length;
    }
    bytes[at] = END;
    return bytes;
  }
}
