/** Bytes one after another, growing as they come. */
export class ByteWriter {
  #bytes = new Uint8Array(65_536);
  length = 0;

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(this.length + 1);
    this.#bytes[this.length++] = value;
  }

  /** Two bytes, the low one first. */
  short(value: number): void {
    this.byte(value & 255);
    this.byte((value >> 8) & 255);
  }

  bytes(values: ArrayLike<number>): void {
    this.#grow(this.length + values.length);
    this.#bytes.set(values, this.length);
    this.length += values.length;
  }

  ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }

  #grow(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
  }
}
