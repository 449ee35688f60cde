import { describe, expect, it } from 'vitest';
import type { PortLike } from './channel.ts';
import { sha256 } from '../tensor/sha256.ts';
import { inParts, LARGEST_PART_BYTES } from './parted-port.ts';

/** Two ends of a wire that copies what is sent, and what went over it. */
function wire(): { readonly near: PortLike; readonly far: PortLike; readonly sent: unknown[] } {
  const sent: unknown[] = [];
  let hear: (message: unknown) => void = () => undefined;
  const near = {
    post: (message: unknown) => (sent.push(message), hear(structuredClone(message))),
    listen: () => undefined,
  };
  const far = { post: () => undefined, listen: (listener: (message: unknown) => void) => void (hear = listener) };
  return { near, far, sent };
}

const bytesOf = (value: unknown): number => {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + bytesOf(inner), 0)
    : 0;
};

const bytesIn = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer);

const large = (): Float64Array => Float64Array.from({ length: 300_001 }, (_, i) => (i % 7 === 0 ? -0 : i / 3));

describe('a port in parts', () => {
  it('carries a state of many megabytes bit for bit, no message of it larger than a part', () => {
    const { near, far, sent } = wire();
    const heard: unknown[] = [];
    inParts(far).listen((message) => heard.push(message));
    const odd = large();
    odd[5] = NaN;
    const state = {
      type: 'event',
      content: {
        parameters: { a: odd, b: new Float64Array(0), c: Uint32Array.of(1, 2) },
        moments: { a: { m: large() } },
      },
      list: [{ values: new Uint8Array(LARGEST_PART_BYTES + 1).fill(9) }],
      none: null,
    };
    inParts(near).post(state);
    expect(heard).toHaveLength(1);
    const [{ content, list, none, type }] = heard as [typeof state];
    expect([type, none]).toEqual(['event', null]);
    expect(sha256(bytesIn(content.parameters.a))).toBe(sha256(bytesIn(odd)));
    expect([content.parameters.b, content.parameters.c]).toEqual([new Float64Array(0), Uint32Array.of(1, 2)]);
    expect(content.moments.a.m).toHaveLength(300_001);
    expect(content.moments.a.m[300_000]).toBe(100_000);
    expect(list[0]!.values).toHaveLength(LARGEST_PART_BYTES + 1);
    expect(list[0]!.values.every((value) => value === 9)).toBe(true);
    expect(sent.length).toBeGreaterThan(6);
    expect(Math.max(...sent.map(bytesOf))).toBeLessThanOrEqual(LARGEST_PART_BYTES);
    expect(state.content.parameters.a).toBe(odd); // what was sent stays as it was
  });

  it('leaves what is small, or a view of something large, as it is', () => {
    const { near, far, sent } = wire();
    const heard: unknown[] = [];
    inParts(far).listen((message) => heard.push(message));
    const message = { type: 'call', input: large().subarray(0, 3), names: ['a', 'b'] };
    inParts(near).post(message);
    expect(sent).toEqual([message]);
    expect(heard).toEqual([message]);
  });

  it('keeps the order where it pauses between parts', async () => {
    const { near, far } = wire();
    const heard: unknown[] = [];
    inParts(far).listen((message) => heard.push((message as { id: number }).id));
    let breaths = 0;
    const port = inParts(near, () => {
      breaths++;
      return Promise.resolve();
    });
    port.post({ id: 0 });
    expect(heard).toEqual([0]); // at once
    port.post({ id: 1, values: large() });
    port.post({ id: 2 });
    expect(heard).toEqual([0]);
    await new Promise((resolve) => setTimeout(resolve));
    expect(heard).toEqual([0, 1, 2]);
    expect(breaths).toBe(3);
    port.post({ id: 3 });
    expect(heard).toEqual([0, 1, 2, 3]);
  });

  it('refuses parts that belong to nothing', () => {
    const { near, far } = wire();
    inParts(far).listen(() => undefined);
    const part = { type: 'part', kind: 'Float64Array', length: 4, offset: 0, values: new Float64Array(2) };
    expect(() => near.post({ ...part, offset: 2 })).toThrow('does not belong');
    expect(() => near.post({ ...part, kind: 'constructor' })).toThrow('not as agreed');
    expect(() => near.post({ ...part, values: new Float64Array(5) })).toThrow('does not belong');
    expect(() => near.post({ ...part, length: -1 })).toThrow('not as agreed');
  });

  it('carries long columns of words in parts, too', () => {
    const { near, far, sent } = wire();
    const heard: unknown[] = [];
    inParts(far).listen((message) => heard.push(message));
    const words = Array.from({ length: 100_003 }, (_, i) => (i % 5 === 0 ? '' : `word ${i % 11}`));
    const table = {
      columns: [{ type: 'category', values: words }, { type: 'number', values: large() }, { values: ['a'] }],
    };
    inParts(near).post(table);
    expect(heard).toEqual([table]);
    const longest = sent.map((piece) => (piece as { values?: unknown }).values).filter(Array.isArray);
    expect(Math.max(...longest.map(({ length }) => length))).toBeLessThanOrEqual(8192);
    const part = { type: 'part', kind: 'texts', length: 9, offset: 0 };
    expect(() => near.post({ ...part, values: ['a', 1] })).toThrow('not as agreed');
    near.post({ ...part, values: ['a'] });
    expect(() => near.post({ ...part, offset: 3, values: ['a'] })).toThrow('does not belong');
  });
});
