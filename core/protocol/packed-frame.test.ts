import { describe, expect, test } from 'vitest';
import type { Frame } from '../training/frame.ts';
import { FramePacker, FrameUnpacker } from './packed-frame.ts';

const settings = { batchSize: 10 } as Frame['settings'];
const constraints = { constraints: {}, ties: {} };

function frameOf(count: number, value: number, changes: Partial<Frame> = {}): Frame {
  const parameters = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `e${i}.weight`,
      Float64Array.of(value, ...new Array<number>(i % 3).fill(i)),
    ]),
  );
  const moments = Object.fromEntries(
    Object.entries(parameters).map(([id, values]) => [`mean/${id}`, values.map((x) => -x)]),
  );
  const order = Uint32Array.of(2, 0, 4_000_000_000, 1);
  const random = Uint32Array.of(1, 2, 3, 4_294_967_295);
  return {
    ...{
      runId: 7,
      phase: 'ready',
      isWhole: true,
      parameters,
      batch: null,
      stopped: null,
      passed: null,
      isRunning: true,
    },
    position: { step: 9e9, epoch: 3, cursor: 2, order, random, moments, kernels: { arithmetic: 'fused', threads: 2 } },
    norms: [{ step: 64, gradient: 0.5, update: 1e-9 }],
    losses: Float64Array.of(0.1 + value, NaN, -0),
    evaluations: [
      { step: 30, trainingLoss: 0.25, validationLoss: null, trainingAccuracy: 0, validationAccuracy: null },
      { step: 60, trainingLoss: NaN, validationLoss: NaN, trainingAccuracy: null, validationAccuracy: 1 },
    ],
    ...{ stepsPerSecond: 1234.5, branch: { id: 1, parent: 0, from: 5, first: 0, last: 9e9 } },
    ...{ settings, constraints, kernels: 'portable float64' },
    ...changes,
  };
}

/** Both ends, and a wire that copies. */
function wire(): { cross: (frame: Frame) => Frame; sent: ReturnType<FramePacker['pack']>[] } {
  const packer = new FramePacker();
  const unpacker = new FrameUnpacker();
  const sent: ReturnType<FramePacker['pack']>[] = [];
  const cross = (frame: Frame): Frame => {
    const packed = packer.pack(frame);
    sent.push(packed);
    return unpacker.unpack(structuredClone(packed));
  };
  return { cross, sent };
}

describe('a frame of a network in training', () => {
  test.each([3, 1000])(
    'of %i arrays arrives as it was, bit for bit, in two arrays; what stays the same is told once',
    (count) => {
      const { cross, sent } = wire();
      for (const value of [1, 2, 3]) expect(cross(frameOf(count, value))).toEqual(frameOf(count, value));
      const [first, second] = sent;
      expect(first).toMatchObject({ told: { frame: { runId: 7 } } });
      expect(second).toMatchObject({ told: null });
      expect(Object.values(second!).filter((part) => ArrayBuffer.isView(part))).toHaveLength(2);
    },
  );

  test.each<[string, Partial<Frame>]>([
    ['another branch', { branch: { id: 2, parent: 1, from: 8, first: 0, last: 9 } }],
    ['other settings', { settings: { batchSize: 20 } as Frame['settings'] }],
    ['what computes it', { kernels: 'SIMD' }],
    ['a pause', { isRunning: false }],
    ['fewer arrays, no optimizer state', { ...frameOf(2, 5), position: { ...frameOf(2, 5).position, moments: {} } }],
  ])('%s is told', (_, changes) => {
    const { cross } = wire();
    cross(frameOf(4, 1));
    expect(cross(frameOf(4, 2, changes))).toEqual(frameOf(4, 2, changes));
    expect(cross(frameOf(4, 3))).toEqual(frameOf(4, 3));
  });

  test('its arrays keep no others alive: what the history keeps of a frame is what it holds', () => {
    const { cross } = wire();
    const { parameters, position } = cross(frameOf(3, 1));
    for (const values of [...Object.values(parameters), ...Object.values(position.moments)]) {
      expect(values.buffer.byteLength).toBe(values.byteLength);
    }
  });
});

test('a stop, the phases of a batch, and millions of numbers travel as they are', () => {
  const { cross, sent } = wire();
  const stopped = frameOf(3, 1, { stopped: { reason: 'target', message: 'Loss is below 0.1.' } });
  const large = frameOf(0, 1, { parameters: { a: new Float64Array(1_100_000) } });
  const stands = frameOf(3, 1, { passed: { edits: 2, signature: [1, 2] as never, moments: [3, 4] as never } });
  for (const frame of [stopped, stands]) expect(cross(frame)).toEqual(frame);
  expect(new FramePacker().pack(large)).toEqual({ plain: large });
  expect(sent.every((packed) => 'plain' in packed)).toBe(true);
});

test('a frame that is not of the form that was told is refused', () => {
  const packer = new FramePacker();
  packer.pack(frameOf(3, 1));
  const untold = packer.pack(frameOf(3, 2));
  expect(() => new FrameUnpacker().unpack(untold)).toThrow('unknown form 1');
  const unpacker = new FrameUnpacker();
  const first = new FramePacker().pack(frameOf(3, 1));
  if ('plain' in first) throw new Error('it is packed');
  unpacker.unpack(first);
  expect(() => unpacker.unpack({ ...first, numbers: first.numbers.slice(3) })).toThrow('cannot have');
});
