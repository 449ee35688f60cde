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
import { block, linear, repeated, stacked, tensor, type TreeNode } from '../tree.ts';
import { chosenProblem } from './experts.ts';
import { attentionWidths, headProblem } from './rotary-attention.ts';

const fields = {
  layers: { ...layers, initial: 24 },
  width: { ...width, initial: 2880 },
  heads: { ...heads, initial: 64 },
  keyValueHeads: { ...keyValueHeads, initial: 8 },
  headSize,
  experts: { ...experts, initial: 32 },
  chosenExperts: { ...chosenExperts, initial: 4 },
  expertWidth: { ...expertWidth, initial: 2880 },
  vocabulary: { ...vocabulary, initial: 201_088 },
  tied,
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode => tensor(`${name}.weight`, [d], 'norm');

/** Biases everywhere, and one learned sink per head; the experts of a layer lie in one tensor. @see OpenAI 2025 */
export const gptOss: Family<Name> = {
  title: 'gpt-oss',
  description: 'A mixture of experts with biases everywhere and, for each head, a learned place to look at nothing.',
  fields,
  problem: (shape) => headProblem(shape) ?? chosenProblem(shape),
  tree(name, shape) {
    const { width: d, heads: h, headSize: a, experts: E, chosenExperts: K, expertWidth: e, vocabulary: V } = shape;
    const [q, k] = [h * a, shape.keyValueHeads * a];
    const layer = [
      norm('input_layernorm', d),
      block('self_attn', [
        ...linear('q_proj', q, d, true, 'query-output'),
        ...linear('k_proj', k, d, true, 'key-value'),
        ...linear('v_proj', k, d, true, 'key-value'),
        ...linear('o_proj', d, q, true, 'query-output'),
        tensor('sinks', [h], 'query-output'),
      ]),
      norm('post_attention_layernorm', d),
      ...linear('router', E, d, true, 'router'),
      block('experts', [
        stacked(E, K, 'gate_up_proj', [d, 2 * e], 'feed-forward'),
        stacked(E, K, 'gate_up_proj_bias', [2 * e], 'feed-forward'),
        stacked(E, K, 'down_proj', [e, d], 'feed-forward'),
        stacked(E, K, 'down_proj_bias', [d], 'feed-forward'),
      ]),
    ];
    return block(name, [
      tensor('embed_tokens.weight', [V, d], 'embedding'),
      ...repeated(shape.layers, 'Layer', layer),
      norm('norm', d),
      ...(shape.tied === 1 ? [] : [tensor('lm_head.weight', [V, d], 'head')]),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: { ...attentionWidths, m: '2·d·q + 2·d·k + q + 2·k + d + h' },
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'layers', text: 'L·(m + E·(3·d·e + 2·e + d) + E·d + E + 2·d)' },
      { label: 'last normalisation', text: 'd' },
      ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
    ],
    idle: 'L·(E − K)·(3·d·e + 2·e + d)',
  }),
  configs: {
    gpt_oss: (config) => {
      const h = config.whole('num_attention_heads', heads);
      return {
        layers: config.whole('num_hidden_layers', layers),
        width: config.whole('hidden_size', width),
        heads: h,
        keyValueHeads: config.whole('num_key_value_heads', keyValueHeads, h),
        headSize: config.whole('head_dim', headSize),
        experts: config.whole('num_local_experts', experts),
        chosenExperts: config.whole(['num_experts_per_tok', 'experts_per_token'], chosenExperts),
        expertWidth: config.whole('intermediate_size', expertWidth),
        vocabulary: config.whole('vocab_size', vocabulary),
        tied: config.flag('tie_word_embeddings', false),
      };
    },
  },
};
