/**
 * A language model computed anew from nothing but its exported files, by plain loops that know nothing of the engine: whoever has the
 * two files has the model. The conventions are those of docs/parameter-files.md.
 */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { openTokenizer, type TextSource } from '../../data/text-source.ts';
import { ONLY, type NetworkDocument } from '../../document/document.ts';
import { portable32, portable64 } from '../../engine/kernels/portable.ts';
import type { KernelSet } from '../../engine/kernels/kernels.ts';
import { Plan } from '../../engine/plan.ts';
import { makeLanguageModel, type PresetForm } from '../../presets/language/language-preset.ts';
import { languagePresets, type LanguagePresetName } from '../../presets/language/registry.ts';
import { drawTransformer } from '../../presets/language/transformer.ts';
import { Random } from '../../tensor/random.ts';
import { decodeUtf8 } from '../../tensor/utf8.ts';
import { exporters } from './registry.ts';

type Rows = number[][];

interface ExportedLayer {
  readonly name: string;
  readonly kind: string;
  readonly size: number;
  readonly activation?: string;
  readonly settings?: Readonly<Record<string, string | number>>;
}
interface ExportedFile {
  readonly layers: readonly ExportedLayer[];
  readonly connections: readonly { readonly from: string; readonly to: string }[];
  readonly text: {
    readonly objective: string;
    readonly boundary: number | null;
    readonly tokenizer: { readonly model: { readonly vocab: Readonly<Record<string, number>> } };
  };
}
interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The format's own words: a length, a JSON header, raw numbers. @see https://github.com/huggingface/safetensors */
function readSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const start = 8 + Number(view.getBigUint64(0, true));
  const header = JSON.parse(decodeUtf8(bytes.subarray(8, start))) as Record<string, never>;
  return new Map(
    Object.entries<{ dtype: string; shape: number[]; data_offsets: [number, number] }>(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, { dtype, shape, data_offsets }]) => {
        expect(dtype).toBe('F64');
        const [from, to] = data_offsets;
        const values = Float64Array.from({ length: (to - from) / 8 }, (_, i) =>
          view.getFloat64(start + from + 8 * i, true),
        );
        return [name, { shape, values }];
      }),
  );
}

/** 2/√π Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)); beyond 5 it is 1 to twelve digits. */
function errorFunction(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const curves: Readonly<Record<string, (x: number) => number>> = {
  GELU: (x) => (x / 2) * (1 + errorFunction(x / Math.SQRT2)),
  'GELU (tanh)': (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ReLU: (x) => Math.max(0, x),
  SwiGLU: (x) => x / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  linear: (x) => x,
};

/** Logits [time, vocabulary] of one sequence. */
function logits(file: ExportedFile, tensors: ReadonlyMap<string, Tensor>, ids: readonly number[]): Rows {
  const sourcesOf = (name: string): string[] =>
    file.connections.filter(({ to }) => to === name).map(({ from }) => from);
  const known = new Map<string, Rows>();
  const rowsOf = (name: string): Rows => {
    const { shape, values } = tensors.get(name)!;
    const width = shape[1]!;
    return Array.from({ length: shape[0]! }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
  };
  const vectorOf = (name: string): Float64Array | undefined => tensors.get(name)?.values;
  /** x Wᵀ + b */
  const linear = (x: Rows, weight: string, bias: string): Rows => {
    const w = rowsOf(weight);
    const b = vectorOf(bias);
    return x.map((row) => w.map((out, j) => out.reduce((sum, value, k) => sum + value * row[k]!, b?.[j] ?? 0)));
  };
  const compute = ({ name, kind, activation, settings = {} }: ExportedLayer): Rows => {
    const [x, other] = kind === 'tokens' || kind === 'embedding' ? [] : sourcesOf(name).map(valueOf);
    switch (kind) {
      case 'embedding':
        return ids.map((id) => rowsOf(`${name}.weight`)[id]!);
      case 'positions':
        return x!.map((row, t) => row.map((value, i) => value + rowsOf(`${name}.weight`)[t]![i]!));
      case 'normalisation': {
        const [scale, shift] = [vectorOf(`${name}.weight`), vectorOf(`${name}.bias`)];
        return x!.map((row) => {
          const mean = settings['form'] === 'LayerNorm' ? row.reduce((a, b) => a + b) / row.length : 0;
          const squares = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
          const deviation = Math.sqrt(squares + Number(settings['epsilon']));
          return row.map((value, i) => ((value - mean) / deviation) * (scale?.[i] ?? 1) + (shift?.[i] ?? 0));
        });
      }
      case 'attention': {
        const qkv = linear(x!, `${name}.qkvWeight`, `${name}.qkvBias`);
        return linear(attend(qkv, settings), `${name}.outWeight`, `${name}.outBias`);
      }
      case 'feedForward': {
        const inner = linear(x!, `${name}.innerWeight`, `${name}.innerBias`);
        const curve = curves[settings['form']!]!;
        const gate = settings['form'] === 'SwiGLU' ? linear(x!, `${name}.gateWeight`, `${name}.gateBias`) : null;
        const hidden = inner.map((row, t) =>
          row.map((value, i) => (gate ? curve(gate[t]![i]!) * value : curve(value))),
        );
        return linear(hidden, `${name}.outWeight`, `${name}.outBias`);
      }
      case 'add':
        return x!.map((row, t) => row.map((value, i) => value + other![t]![i]!));
      case 'flatten':
        return [x!.flat()];
      case 'head': {
        if (settings['weights'] === 'none') return x!;
        const table = file.layers.find((layer) => layer.kind === 'embedding')!.name;
        return linear(x!, `${table}.weight`, `${name}.bias`);
      }
      default:
        return linear(x!, `${name}.weight`, `${name}.bias`).map((row) => row.map(curves[activation!]!));
    }
  };
  const valueOf = (name: string): Rows => {
    const found = known.get(name) ?? compute(file.layers.find((layer) => layer.name === name)!);
    known.set(name, found);
    return found;
  };
  return valueOf(file.layers.find(({ kind }) => kind === 'head' || kind === 'output')!.name);
}

/** Per head softmax(q kᵀ / √d) v, side by side. */
function attend(qkv: Rows, settings: Readonly<Record<string, string | number>>): Rows {
  const heads = Number(settings['heads']);
  const width = qkv[0]!.length / 3;
  const d = width / heads;
  const isRotary = settings['positions'] === 'rotary';
  const part = (row: readonly number[], t: number, which: number, head: number): number[] => {
    const values = row.slice(which * width + head * d, which * width + (head + 1) * d);
    if (!isRotary || which === 2) return values;
    return values.map((value, i) => {
      const half = d / 2;
      const angle = t * 10_000 ** (-(i % half) / half);
      const partner = i < half ? -values[i + half]! : values[i - half]!;
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });
  };
  const result = qkv.map(() => new Array<number>(width).fill(0));
  for (let head = 0; head < heads; head++) {
    const [q, k, v] = [0, 1, 2].map((which) => qkv.map((row, t) => part(row, t, which, head))) as [Rows, Rows, Rows];
    for (const [t, query] of q.entries()) {
      const seen = settings['sees'] === 'earlier positions' ? t + 1 : k.length;
      const scores = k.slice(0, seen).map((key) => key.reduce((sum, value, i) => sum + value * query[i]!, 0));
      const powers = scores.map((score) => Math.exp(score / Math.sqrt(d)));
      const total = powers.reduce((a, b) => a + b);
      powers.forEach((power, s) => {
        for (let i = 0; i < d; i++) result[t]![head * d + i]! += (power / total) * v[s]![i]!;
      });
    }
  }
  return result;
}

/** A model with every parameter away from where it starts, biases and weights of norms too. */
function someModel(name: LanguagePresetName, form?: PresetForm): NetworkDocument {
  const preset = languagePresets[name];
  const draw = form ? (vocabulary: number) => drawTransformer({ ...form, vocabulary }) : preset.draw;
  const made = makeLanguageModel(
    { ...preset, draw },
    { name: 'a.txt', text: 'monday friday sunday\ntuesday '.repeat(9) },
  );
  const random = Random.fromSeed(11);
  const values = Object.entries(made.parameters).map(([id, start]): [string, Float64Array] => [
    id,
    start.map((value) => Math.fround(value + 0.3 * random.normal())),
  ]);
  return { ...made, parameters: Object.fromEntries(values) };
}

function engineLogits(document: NetworkDocument, ids: readonly number[], kernels: KernelSet): Float64Array {
  const { network } = compileNetwork(document.layers, document.connections);
  const plan = new Plan(network!.graph, { largestBatch: 1, kernels, objective: { kind: 'classes' } });
  plan.setParameters(document.parameters);
  plan.idsOf(network!.text!.input).set(ids);
  plan.setExamples(1);
  plan.runThrough('forward', 'forward');
  return Float64Array.from(plan.dataOf(network!.outputLayers[0]!));
}

const small = { layers: 2, heads: 2, width: 8, context: 8, dropout: 0.1 } as const;
const masked: PresetForm = {
  ...small,
  feedForward: { hidden: 12, form: 'SwiGLU' },
  normalisation: { form: 'RMSNorm', hasWeights: true, around: 'last' },
  positions: 'rotary',
  sees: 'all positions',
  hasBias: true,
  isTied: false,
};
const gpt: PresetForm = {
  ...masked,
  feedForward: { hidden: 32, form: 'GELU' },
  normalisation: { form: 'LayerNorm', hasWeights: true, around: 'first' },
  positions: 'learned',
  sees: 'earlier positions',
  isTied: true,
};

describe.each<[string, LanguagePresetName, PresetForm?]>([
  ['the names model', 'gpt-names'],
  ['a GPT with LayerNorm, GELU, learned positions, biases and a tied head', 'gpt-char-small', gpt],
  ['a masked model with RMSNorm, SwiGLU, rotary positions and a head of its own', 'bert-char', masked],
  ['a window of embeddings before a hidden layer', 'letters-mlp'],
  ['a bigram table', 'bigram'],
])('%s, computed from its exported files alone', (_, name, form) => {
  const document = someModel(name, form);
  const file = JSON.parse(decodeUtf8(exporters.json.write(document))) as ExportedFile;
  const tensors = readSafetensors(exporters.safetensors.write(document));
  const source = document.data[ONLY]!.source as TextSource;
  const { context } = compileNetwork(document.layers, document.connections).network!.text!;
  const letters = [...'monday friday sunday'].slice(0, context);
  const ids = letters.map((letter) => file.text.tokenizer.model.vocab[letter]!);

  test('reads a text as the app does', () => {
    expect(ids).toEqual([...openTokenizer(source).encode(letters.join(''))]);
    expect(file.text.objective).toBe(source.objective);
  });

  test('gives the engine’s logits', () => {
    const mine = logits(file, tensors, ids).flat();
    const exact = engineLogits(document, ids, portable64);
    const trained = engineLogits(document, ids, portable32);
    expect(mine).toHaveLength(exact.length);
    const farthest = (theirs: Float64Array): number =>
      Math.max(...mine.map((value, i) => Math.abs(value - theirs[i]!) / Math.max(1, Math.abs(value))));
    expect(Math.max(...mine.map(Math.abs))).toBeGreaterThan(0.1);
    expect(farthest(exact)).toBeLessThan(1e-10);
    expect(farthest(trained)).toBeLessThan(2e-5); // float32 sums over up to 64 terms, through two blocks
  });
});

test('every tensor is called by what it is', () => {
  const tensors = readSafetensors(exporters.safetensors.write(someModel('gpt-names')));
  expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
    ['head.weight', [15, 16]],
    ['embedding.weight', [15, 16]],
    ['positions.weight', [16, 16]],
    ['attention 1.qkvWeight', [48, 16]],
    ['attention 1.outWeight', [16, 16]],
    ['feed-forward 1.innerWeight', [64, 16]],
    ['feed-forward 1.outWeight', [16, 64]],
  ]);
});
