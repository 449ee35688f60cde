/** Statements that name their intermediate pairs, as a formula on paper does. */
import { getLocal, setLocal, type Code } from './bytecode.ts';
import type { ConstantPool } from './constant-pool.ts';
import type { FunctionBody } from './module-builder.ts';

export class Steps {
  readonly statements: Code[] = [];
  readonly #body: FunctionBody;
  readonly #pool: ConstantPool;
  readonly #before: Steps | null;
  readonly #locals: number[] = [];
  readonly #constants = new Map<number, Code>();

  /** @param before what runs once, ahead of the loop that these stand in: constants are read there */
  constructor(body: FunctionBody, pool: ConstantPool, before: Steps | null = null) {
    this.#body = body;
    this.#pool = pool;
    this.#before = before;
  }

  /** Computes a pair now, and gives the expression that reads it. */
  keep(value: Code): Code {
    const local = this.#body.local('v128');
    this.#locals.push(local);
    this.statements.push(setLocal(local, value));
    return getLocal(local);
  }

  do(...statements: readonly Code[]): void {
    this.statements.push(...statements);
  }

  constant(value: number): Code {
    if (this.#before) return this.#before.constant(value);
    const known = this.#constants.get(value) ?? this.keep(this.#pool.read(value));
    this.#constants.set(value, known);
    return known;
  }

  /** Lets others use the locals: what was kept is no longer to be read. */
  end(): void {
    this.#body.giveBack('v128', this.#locals);
  }
}
