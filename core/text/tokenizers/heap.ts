/** A heap of numbered entries, the one that should come first on top; ties are for `comesBefore` to break. */
export class Heap<Entry> {
  readonly #entries: Entry[] = [];
  readonly #comesBefore: (a: Entry, b: Entry) => boolean;

  constructor(comesBefore: (a: Entry, b: Entry) => boolean) {
    this.#comesBefore = comesBefore;
  }

  push(entry: Entry): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#comesBefore(entry, entries[parent]!)) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && this.#comesBefore(entries[child + 1]!, entries[child]!)) child++;
      if (!this.#comesBefore(entries[child]!, last)) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = last;
    return top;
  }
}
