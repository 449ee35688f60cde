/**
 * A frame on its way to the page. A message costs by the number of its arrays and names as much as by their bytes: while a network
 * trains, its frames cross as one array of numbers beside the losses, in an order that the first of them tells.
 */
import type { RunPosition, Table } from '../document/document.ts';
import type { Evaluation, Frame } from '../training/frame.ts';
import { formOf, haveSameForm, sizeOfTable, type FrameForm, type TableForm } from './frame-form.ts';

/** A frame of more numbers travels as it is: to copy them once more would cost more than it saves. */
const MOST_NUMBERS = 1_048_576;
/** Arrays of a table of fewer are copies of their own; of more, views of one. */
const MANY_ARRAYS = 200;

/** Step, epoch, cursor, steps a second, the branch's first and last step. */
const HEAD = 6;
/** Of a measurement: its step, its four figures, and which of these there are, a bit each. */
const MEASURED = 6;
const figures = ['trainingLoss', 'validationLoss', 'trainingAccuracy', 'validationAccuracy'] as const;

export type PackedFrame =
  | { readonly plain: Frame }
  | {
      /** Number of the form that it has. */
      readonly form: number;
      /** Where it is another one than before. */
      readonly told: FrameForm | null;
      /** Head, order, random, parameters, moments, measurements. */
      readonly numbers: Float64Array;
      readonly losses: Float64Array;
      /** Soon there are hardly any. */
      readonly norms: Frame['norms'];
    };

export class FramePacker {
  #form = 0;
  /** A frame of that form. */
  #last: Frame | null = null;

  pack(frame: Frame): PackedFrame {
    const { position, parameters, branch, evaluations, losses, norms, batch, stopped, passed, stepsPerSecond } = frame;
    const size = sizeOf(parameters) + sizeOf(position.moments);
    if (batch || stopped || passed || size > MOST_NUMBERS) return { plain: frame };
    const isKnown = this.#last !== null && haveSameForm(this.#last, frame);
    if (!isKnown) this.#form++;
    this.#last = frame;
    const { step, epoch, cursor, order, random, moments } = position;
    const numbers = new Float64Array(HEAD + order.length + random.length + size + MEASURED * evaluations.length);
    numbers.set([step, epoch, cursor, stepsPerSecond, branch.first, branch.last]);
    let at = HEAD;
    const put = (values: ArrayLike<number>): void => {
      numbers.set(values, at);
      at += values.length;
    };
    put(order);
    put(random);
    for (const name in parameters) put(parameters[name]!);
    for (const name in moments) put(moments[name]!);
    for (const evaluation of evaluations) put(measuredNumbers(evaluation));
    return { form: this.#form, told: isKnown ? null : formOf(frame), numbers, losses, norms };
  }
}

export class FrameUnpacker {
  readonly #parameters = new TableUnpacker();
  readonly #moments = new TableUnpacker();
  #number = 0;
  #form: FrameForm | null = null;

  /** @throws RangeError when it is not of the form that was told */
  unpack(packed: PackedFrame): Frame {
    if ('plain' in packed) return packed.plain;
    const { numbers, losses, norms, told } = packed;
    if (told) [this.#form, this.#number] = [told, packed.form];
    const form = this.#form;
    if (!form || packed.form !== this.#number)
      throw new RangeError(`internal: frame of the unknown form ${packed.form}`);
    const sizes = [HEAD, form.order, form.random, sizeOfTable(form.parameters), sizeOfTable(form.moments)];
    const measured = numbers.length - sizes.reduce((sum, size) => sum + size);
    if (measured < 0 || measured % MEASURED !== 0)
      throw new RangeError(`internal: a frame of form ${packed.form} cannot have ${numbers.length} numbers`);
    let at = 0;
    const [head, order, random, parameters, moments] = sizes.map((size) => numbers.subarray(at, (at += size)));
    const [step, epoch, cursor, stepsPerSecond, first, last] = head as unknown as [
      ...[number, number, number, number, number, number],
    ];
    const place = { step, epoch, cursor, order: Uint32Array.from(order!), random: Uint32Array.from(random!) };
    return {
      ...form.frame,
      position: this.#position(place, form, moments!.slice()),
      parameters: this.#parameters.unpack(form.parameters, parameters!.slice()),
      losses,
      evaluations: Array.from({ length: measured / MEASURED }, (_, i) =>
        evaluationOf(numbers.subarray(at + MEASURED * i, at + MEASURED * (i + 1))),
      ),
      batch: null,
      norms,
      stopped: null,
      passed: null,
      stepsPerSecond,
      branch: { ...form.branch, first, last },
    };
  }

  /** Nobody looks at most frames' optimizer state, twice as many arrays as there are parameters: taken apart when asked for. */
  #position(place: Omit<RunPosition, 'moments'>, form: FrameForm, values: Float64Array): RunPosition {
    const unpacker = this.#moments;
    let moments: Table<Float64Array> | null = null;
    return {
      ...place,
      ...(form.computedBy && { kernels: form.computedBy }),
      get moments() {
        return (moments ??= unpacker.unpack(form.moments, values));
      },
    };
  }
}

/** Names are the same from frame to frame: they are taken apart once. */
class TableUnpacker {
  #joined = '';
  #names: readonly string[] = [];

  unpack({ names, lengths }: TableForm, values: Float64Array): Table<Float64Array> {
    if (names !== this.#joined) {
      this.#joined = names;
      this.#names = names === '' ? [] : names.split('\n');
    }
    const isMany = lengths.length >= MANY_ARRAYS;
    const table: Record<string, Float64Array> = {};
    let at = 0;
    this.#names.forEach((name, i) => {
      const end = at + lengths[i]!;
      table[name] = isMany ? values.subarray(at, end) : values.slice(at, end);
      at = end;
    });
    return table;
  }
}

function sizeOf(table: Table<Float64Array>): number {
  let size = 0;
  for (const name in table) size += table[name]!.length;
  return size;
}

function measuredNumbers(evaluation: Evaluation): number[] {
  const there = figures.reduce((bits, figure, i) => bits | (evaluation[figure] === null ? 0 : 1 << i), 0);
  return [evaluation.step, ...figures.map((figure) => evaluation[figure] ?? 0), there];
}

function evaluationOf([step, ...numbers]: Float64Array): Evaluation {
  const there = numbers[figures.length]!;
  const figure = (i: number): number | null => (there & (1 << i) ? numbers[i]! : null);
  return {
    step: step!,
    trainingLoss: numbers[0]!,
    validationLoss: figure(1),
    trainingAccuracy: figure(2),
    validationAccuracy: figure(3),
  };
}
