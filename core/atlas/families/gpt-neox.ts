import { symbolValues, type Family } from '../family.ts';
import { feedForward, heads, layers, tied, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = { layers, width, heads, feedForward, vocabulary: { ...vocabulary, initial: 50_304 }, tied };
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode[] => [
  tensor(`${name}.weight`, [d], 'norm'),
  tensor(`${name}.bias`, [d], 'norm'),
];

/** Rotary positions, which have no parameters. The vocabulary is padded. @see Black et al. 2022; Biderman et al. 2023 */
export const gptNeox: Family<Name> = {
  title: 'GPT-NeoX and Pythia',
  description:
    'Rotary positions, attention and feed-forward side by side, biases everywhere, an output head of its own.',
  fields,
  tree(name, { layers: L, width: d, feedForward: f, vocabulary: V, tied: isTied }) {
    const layer = [
      ...norm('input_layernorm', d),
      ...norm('post_attention_layernorm', d),
      block('attention', [
        ...linear('query', d, d, true, 'query-output'),
        ...linear('key', d, d, true, 'key-value'),
        ...linear('value', d, d, true, 'key-value'),
        ...linear('dense', d, d, true, 'query-output'),
      ]),
      block('mlp', [
        ...linear('dense_h_to_4h', f, d, true, 'feed-forward'),
        ...linear('dense_4h_to_h', d, f, true, 'feed-forward'),
      ]),
    ];
    return block(name, [
      tensor('embed_in.weight', [V, d], 'embedding'),
      ...repeated(L, 'Layer', layer),
      ...norm('final_layer_norm', d),
      ...(isTied === 1 ? [] : [tensor('embed_out.weight', [V, d], 'head')]),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: {},
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'layers', text: 'L·(4·d² + 2·d·f + 9·d + f)' },
      { label: 'last normalisation', text: '2·d' },
      ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
    ],
  }),
  configs: {
    gpt_neox: (config) => ({
      layers: config.whole('num_hidden_layers', layers),
      width: config.whole('hidden_size', width),
      heads: config.whole('num_attention_heads', heads),
      feedForward: config.whole('intermediate_size', feedForward),
      vocabulary: config.whole('vocab_size', vocabulary),
      tied: config.flag('tie_word_embeddings', false),
    }),
  },
};
