import type { ConfigReader } from '../config-reader.ts';
import { symbolValues, type Family } from '../family.ts';
import { choice, feedForward, headSize, heads, keyValueHeads, layers, tied, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';
import {
  attentionBias,
  attentionTensors,
  attentionTerm,
  attentionWidths,
  headProblem,
  queryKeyNorm,
} from './rotary-attention.ts';

const fields = {
  layers: { ...layers, initial: 32 },
  width: { ...width, initial: 4096 },
  heads: { ...heads, initial: 32 },
  keyValueHeads: { ...keyValueHeads, initial: 8 },
  headSize: { ...headSize, initial: 128 },
  feedForward: { ...feedForward, initial: 14_336 },
  vocabulary: { ...vocabulary, initial: 128_256 },
  tied,
  attentionBias,
  queryKeyNorm,
  norms: choice('Norms in a layer', 'Before each part, or before and after it.', ['two', 'four']),
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode => tensor(`${name}.weight`, [d], 'norm');

/** Also Mistral, Gemma, Qwen, Phi-3 and later, OLMo 2 and SmolLM. @see Touvron et al. 2023 */
export const llama: Family<Name> = {
  title: 'Llama and its relatives',
  description: 'Rotary positions, keys and values shared by groups of heads, a gated feed-forward part, no biases.',
  fields,
  problem: headProblem,
  tree(name, shape) {
    const { layers: L, width: d, feedForward: f, vocabulary: V } = shape;
    const layer = [
      norm('input_layernorm', d),
      block('self_attn', attentionTensors(shape)),
      norm('post_attention_layernorm', d),
      block('mlp', [
        ...linear('gate_proj', f, d, false, 'feed-forward'),
        ...linear('up_proj', f, d, false, 'feed-forward'),
        ...linear('down_proj', d, f, false, 'feed-forward'),
      ]),
      ...(shape.norms === 1 ? [norm('pre_feedforward_layernorm', d), norm('post_feedforward_layernorm', d)] : []),
    ];
    return block(name, [
      tensor('embed_tokens.weight', [V, d], 'embedding'),
      ...repeated(L, 'Layer', layer),
      norm('norm', d),
      ...(shape.tied === 1 ? [] : [tensor('lm_head.weight', [V, d], 'head')]),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: attentionWidths,
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'layers', text: `L·(${attentionTerm(shape)} + 3·d·f + ${shape.norms === 1 ? 4 : 2}·d)` },
      { label: 'last normalisation', text: 'd' },
      ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
    ],
  }),
  configs: {
    llama: (config) => read(config, {}),
    mistral: (config) => read(config, {}),
    gemma: (config) => read(config, { isTied: true }),
    gemma2: (config) => read(config, { isTied: true, norms: 1 }),
    qwen2: (config) => read(config, { attentionBias: 1 }),
    qwen3: (config) => read(config, { queryKeyNorm: 1 }),
    olmo2: (config) => read(config, { queryKeyNorm: 2 }),
    phi3: (config) => read(config, {}),
    smollm3: (config) => read(config, { isTied: true }),
  },
};

/** Fields that every one of them calls the same. */
function read(
  config: ConfigReader,
  extras: {
    readonly isTied?: boolean;
    readonly attentionBias?: number;
    readonly queryKeyNorm?: number;
    readonly norms?: number;
  },
): Record<Name, number> {
  const d = config.whole('hidden_size', width);
  const h = config.whole('num_attention_heads', heads);
  return {
    layers: config.whole('num_hidden_layers', layers),
    width: d,
    heads: h,
    keyValueHeads: config.whole('num_key_value_heads', keyValueHeads, h),
    headSize: config.whole('head_dim', headSize, Math.floor(d / h)),
    feedForward: config.whole('intermediate_size', feedForward),
    vocabulary: config.whole('vocab_size', vocabulary),
    tied: config.flag('tie_word_embeddings', extras.isTied ?? false),
    attentionBias: extras.attentionBias ?? 0,
    queryKeyNorm: extras.queryKeyNorm ?? 0,
    norms: extras.norms ?? 0,
  };
}
