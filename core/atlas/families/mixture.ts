import type { ConfigReader } from '../config-reader.ts';
import { symbolValues, type Family } from '../family.ts';
import {
  chosenExperts,
  experts,
  expertWidth,
  headSize,
  heads,
  keyValueHeads,
  layers,
  tied,
  vocabulary,
  width,
} from '../fields.ts';
import { block, choiceOf, linear, repeated, tensor, type TreeNode } from '../tree.ts';
import { chosenProblem } from './experts.ts';
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
  experts,
  chosenExperts,
  expertWidth: { ...expertWidth, initial: 14_336 },
  vocabulary: { ...vocabulary, initial: 32_000 },
  tied,
  attentionBias,
  queryKeyNorm,
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode => tensor(`${name}.weight`, [d], 'norm');

/** Mixtral and the Qwen3 mixtures: every layer's feed-forward part is a choice of experts. @see Jiang et al. 2024 */
export const mixture: Family<Name> = {
  title: 'Mixture of experts',
  description: 'Like Llama, but a router sends each token to a few of many feed-forward parts.',
  fields,
  problem: (shape) => headProblem(shape) ?? chosenProblem(shape),
  tree(name, shape) {
    const { layers: L, width: d, experts: E, chosenExperts: K, expertWidth: e, vocabulary: V } = shape;
    const expert = [
      ...linear('gate_proj', e, d, false, 'feed-forward'),
      ...linear('up_proj', e, d, false, 'feed-forward'),
      ...linear('down_proj', d, e, false, 'feed-forward'),
    ];
    const layer = [
      norm('input_layernorm', d),
      block('self_attn', attentionTensors(shape)),
      norm('post_attention_layernorm', d),
      tensor('gate.weight', [E, d], 'router'),
      choiceOf('experts', repeated(E, 'Expert', expert), K),
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
      { label: 'layers', text: `L·(${attentionTerm(shape)} + E·3·d·e + E·d + 2·d)` },
      { label: 'last normalisation', text: 'd' },
      ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
    ],
    idle: 'L·(E − K)·3·d·e',
  }),
  configs: {
    mixtral: (config) => read(config, 'num_local_experts', 'intermediate_size', 0),
    qwen3_moe: (config) => read(config, 'num_experts', 'moe_intermediate_size', 1),
  },
};

function read(config: ConfigReader, count: string, inner: string, norms: number): Record<Name, number> {
  const d = config.whole('hidden_size', width);
  const h = config.whole('num_attention_heads', heads);
  return {
    layers: config.whole('num_hidden_layers', layers),
    width: d,
    heads: h,
    keyValueHeads: config.whole('num_key_value_heads', keyValueHeads, h),
    headSize: config.whole('head_dim', headSize, Math.floor(d / h)),
    experts: config.whole(count, experts),
    chosenExperts: config.whole('num_experts_per_tok', chosenExperts),
    expertWidth: config.whole(inner, expertWidth),
    vocabulary: config.whole('vocab_size', vocabulary),
    tied: config.flag('tie_word_embeddings', false),
    attentionBias: 0,
    queryKeyNorm: norms,
  };
}
