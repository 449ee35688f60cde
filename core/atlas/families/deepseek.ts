import type { ConfigReader } from '../config-reader.ts';
import { symbolValues, type Family } from '../family.ts';
import {
  choice,
  chosenExperts,
  experts,
  expertWidth,
  feedForward,
  heads,
  layers,
  size,
  tied,
  vocabulary,
  width,
} from '../fields.ts';
import { block, choiceOf, linear, repeated, tensor, type TreeNode } from '../tree.ts';
import { chosenProblem } from './experts.ts';

const fields = {
  layers: { ...layers, initial: 61 },
  width: { ...width, initial: 7168 },
  heads: { ...heads, initial: 128 },
  queryRank: size('r', 'Query rank', 'Numbers that a query is squeezed into.', 1536, 131_072),
  keyValueRank: size(
    'c',
    'Key/value rank',
    'Numbers that key and value are squeezed into: what the cache keeps.',
    512,
    131_072,
  ),
  plainSize: size('n', 'Head size, plain', 'Part of a query or key without position.', 128, 4096),
  rotarySize: size('p', 'Head size, rotary', 'Part of a query or key that is turned by position.', 64, 4096),
  valueSize: size('v', 'Value size', 'Numbers in one value.', 128, 4096),
  denseLayers: size('D', 'Dense layers', 'First layers, which have no experts.', 3, 1000, 0),
  feedForward: { ...feedForward, initial: 18_432 },
  experts: { ...experts, initial: 256 },
  sharedExperts: size('S', 'Shared experts', 'Experts that every token passes.', 1, 4096, 0),
  chosenExperts: { ...chosenExperts, initial: 8 },
  expertWidth,
  correction: choice(
    'Router correction',
    'A number per expert that keeps them equally busy.',
    ['none', 'one per expert'],
    1,
  ),
  vocabulary: { ...vocabulary, initial: 129_280 },
  tied,
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode => tensor(`${name}.weight`, [d], 'norm');

const gated = (inner: number, d: number): TreeNode[] => [
  ...linear('gate_proj', inner, d, false, 'feed-forward'),
  ...linear('up_proj', inner, d, false, 'feed-forward'),
  ...linear('down_proj', d, inner, false, 'feed-forward'),
];

/** Multi-head latent attention with shared and chosen experts, without the next-token-prediction module. @see DeepSeek-AI 2024 */
export const deepseek: Family<Name> = {
  title: 'DeepSeek-V3 (latent attention)',
  description: 'Keys and values squeezed into few numbers; a shared expert and a few of hundreds for each token.',
  fields,
  problem: (shape) =>
    chosenProblem(shape) ??
    (shape.denseLayers <= shape.layers
      ? null
      : `${shape.denseLayers} dense layers do not fit in ${shape.layers} layers. Choose at most ${shape.layers}.`),
  tree(name, shape) {
    const { layers: L, width: d, heads: h, queryRank: r, keyValueRank: c, denseLayers: D, experts: E } = shape;
    const attention = block('self_attn', [
      ...linear('q_a_proj', r, d, false, 'query-output'),
      norm('q_a_layernorm', r),
      ...linear('q_b_proj', h * (shape.plainSize + shape.rotarySize), r, false, 'query-output'),
      ...linear('kv_a_proj_with_mqa', c + shape.rotarySize, d, false, 'key-value'),
      norm('kv_a_layernorm', c),
      ...linear('kv_b_proj', h * (shape.plainSize + shape.valueSize), c, false, 'key-value'),
      ...linear('o_proj', d, h * shape.valueSize, false, 'query-output'),
    ]);
    const around = [norm('input_layernorm', d), attention, norm('post_attention_layernorm', d)];
    const dense = [...around, block('mlp', gated(shape.feedForward, d))];
    const sparse = [
      ...around,
      tensor('gate.weight', [E, d], 'router'),
      ...(shape.correction === 1 ? [tensor('gate.e_score_correction_bias', [E], 'router')] : []),
      ...(shape.sharedExperts > 0 ? [block('shared_experts', gated(shape.sharedExperts * shape.expertWidth, d))] : []),
      choiceOf('experts', repeated(E, 'Expert', gated(shape.expertWidth, d)), shape.chosenExperts),
    ];
    return block(name, [
      tensor('embed_tokens.weight', [shape.vocabulary, d], 'embedding'),
      ...repeated(D, 'Layer', dense),
      ...repeated(L - D, 'Layer', sparse, D),
      norm('norm', d),
      ...(shape.tied === 1 ? [] : [tensor('lm_head.weight', [shape.vocabulary, d], 'head')]),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: { m: 'r·d + r + h·(n + p)·r + (c + p)·d + c + h·(n + v)·c + h·v·d + 2·d' },
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'attention and norms', text: 'L·m' },
      { label: 'dense layers', text: 'D·3·d·f' },
      { label: 'layers of experts', text: `(L − D)·((E + S)·3·d·e + E·d${shape.correction === 1 ? ' + E' : ''})` },
      { label: 'last normalisation', text: 'd' },
      ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
    ],
    idle: '(L − D)·(E − K)·3·d·e',
  }),
  configs: { deepseek_v3: read, kimi_k2: read },
};

function read(config: ConfigReader): Record<Name, number> {
  return {
    layers: config.whole('num_hidden_layers', layers),
    width: config.whole('hidden_size', width),
    heads: config.whole('num_attention_heads', heads),
    queryRank: config.whole('q_lora_rank', fields.queryRank),
    keyValueRank: config.whole('kv_lora_rank', fields.keyValueRank),
    plainSize: config.whole('qk_nope_head_dim', fields.plainSize),
    rotarySize: config.whole('qk_rope_head_dim', fields.rotarySize),
    valueSize: config.whole('v_head_dim', fields.valueSize),
    denseLayers: config.whole('first_k_dense_replace', fields.denseLayers),
    feedForward: config.whole('intermediate_size', feedForward),
    experts: config.whole('n_routed_experts', experts),
    sharedExperts: config.whole('n_shared_experts', fields.sharedExperts, 0),
    chosenExperts: config.whole('num_experts_per_tok', chosenExperts),
    expertWidth: config.whole('moe_intermediate_size', expertWidth),
    correction: 1,
    vocabulary: config.whole('vocab_size', vocabulary),
    tied: config.flag('tie_word_embeddings', false),
  };
}
