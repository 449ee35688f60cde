import { symbolValues, type Family } from '../family.ts';
import { feedForward, heads, layers, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = { layers, width, heads, feedForward, vocabulary: { ...vocabulary, initial: 51_200 } };
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode[] => [
  tensor(`${name}.weight`, [d], 'norm'),
  tensor(`${name}.bias`, [d], 'norm'),
];

/** One normalisation a layer, and a bias even on the output head. @see Phi-2, 2023 */
export const phi: Family<Name> = {
  title: 'Phi-1 and Phi-2',
  description: 'Attention and feed-forward share one normalisation; every linear part has a bias, the output head too.',
  fields,
  tree(name, { layers: L, width: d, feedForward: f, vocabulary: V }) {
    const layer = [
      ...norm('input_layernorm', d),
      block('self_attn', [
        ...linear('q_proj', d, d, true, 'query-output'),
        ...linear('k_proj', d, d, true, 'key-value'),
        ...linear('v_proj', d, d, true, 'key-value'),
        ...linear('dense', d, d, true, 'query-output'),
      ]),
      block('mlp', [...linear('fc1', f, d, true, 'feed-forward'), ...linear('fc2', d, f, true, 'feed-forward')]),
    ];
    return block(name, [
      tensor('embed_tokens.weight', [V, d], 'embedding'),
      ...repeated(L, 'Layer', layer),
      ...norm('final_layernorm', d),
      ...linear('lm_head', V, d, true, 'head'),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: {},
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'layers', text: 'L·(4·d² + 2·d·f + 7·d + f)' },
      { label: 'last normalisation', text: '2·d' },
      { label: 'output head', text: 'V·d + V' },
    ],
  }),
  configs: {
    phi: (config) => ({
      layers: config.whole('num_hidden_layers', layers),
      width: config.whole('hidden_size', width),
      heads: config.whole('num_attention_heads', heads),
      feedForward: config.whole('intermediate_size', feedForward),
      vocabulary: config.whole('vocab_size', vocabulary),
    }),
  },
};
