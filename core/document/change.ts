/**
 * How a document changes: one entry of one table is replaced. Applying is pure and keeps every untouched table's identity;
 * undoing is the same change with before and after exchanged.
 */
import type { NetworkDocument, Table, TableName } from './document.ts';

type EntryOf<Name extends TableName> = NetworkDocument[Name][string];

export type Change = {
  [Name in TableName]: {
    readonly table: Name;
    readonly id: string;
    /** undefined = the entry is not there */
    readonly before: EntryOf<Name> | undefined;
    readonly after: EntryOf<Name> | undefined;
  };
}[TableName];

export function apply(document: NetworkDocument, changes: readonly Change[]): NetworkDocument {
  const next: { [Name in TableName]: Record<string, unknown> } = { ...document };
  const copied = new Set<TableName>();
  for (const { table, id, before, after } of changes) {
    if (next[table][id] !== before) {
      throw new Error(`internal: ${table} ${id} is not what the change expects; the document was not changed`);
    }
    if (!copied.has(table)) {
      next[table] = { ...next[table] };
      copied.add(table);
    }
    if (after === undefined) delete next[table][id];
    else next[table][id] = after;
  }
  return next as NetworkDocument;
}

export function invert(changes: readonly Change[]): Change[] {
  return changes.map((change) => ({ ...change, before: change.after, after: change.before }) as Change).reverse();
}

/** What turns `from` into `to`, entry by entry, by identity. */
export function difference(from: NetworkDocument, to: NetworkDocument): Change[] {
  const changes: Change[] = [];
  for (const table of Object.keys(from) as TableName[]) {
    if (from[table] === to[table]) continue;
    const old: Table<unknown> = from[table];
    const fresh: Table<unknown> = to[table];
    for (const id of Object.keys(old)) {
      const before = old[id];
      const after = fresh[id];
      if (before !== after) changes.push({ table, id, before, after } as Change);
    }
    for (const id of Object.keys(fresh)) {
      const after = fresh[id];
      if (after !== undefined && old[id] === undefined) changes.push({ table, id, before: undefined, after } as Change);
    }
  }
  return changes;
}

/** Whether both hold the very same entries: an undone edit leaves the document that it found. */
export function isSameDocument(a: NetworkDocument, b: NetworkDocument): boolean {
  return (Object.keys(a) as TableName[]).every((table) => isSameTable(a[table], b[table]));
}

/** Whether two tables hold the very same entries. */
export function isSameTable(a: Table<unknown>, b: Table<unknown>): boolean {
  if (a === b) return true;
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}

/** Collects changes while a command works, so that it can read what it has changed so far. */
export class Draft {
  #document: NetworkDocument;
  readonly #start: NetworkDocument;

  constructor(document: NetworkDocument) {
    this.#start = document;
    this.#document = document;
  }

  get document(): NetworkDocument {
    return this.#document;
  }

  /** The document before any of it. */
  get start(): NetworkDocument {
    return this.#start;
  }

  set<Name extends TableName>(table: Name, id: string, after: EntryOf<Name> | undefined): void {
    const before = this.#document[table][id];
    if (before !== after) this.#document = apply(this.#document, [{ table, id, before, after } as Change]);
  }

  get changes(): Change[] {
    return difference(this.#start, this.#document);
  }
}
