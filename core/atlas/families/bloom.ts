import { symbolValues, type Family } from '../family.ts';
import { heads, layers, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = { layers, width, heads, vocabulary: { ...vocabulary, initial: 250_880 } };
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode[] => [
  tensor(`${name}.weight`, [d], 'norm'),
  tensor(`${name}.bias`, [d], 'norm'),
];

/** Positions as a slope on attention (ALiBi), which has no parameters. @see BigScience 2022 */
export const bloom: Family<Name> = {
  title: 'BLOOM',
  description: 'Like GPT-2 without learned positions; the token embedding is normalised.',
  fields,
  tree(name, { layers: L, width: d, vocabulary: V }) {
    const layer = [
      ...norm('input_layernorm', d),
      block('self_attention', [
        ...linear('query', d, d, true, 'query-output'),
        ...linear('key', d, d, true, 'key-value'),
        ...linear('value', d, d, true, 'key-value'),
        ...linear('dense', d, d, true, 'query-output'),
      ]),
      ...norm('post_attention_layernorm', d),
      block('mlp', [
        ...linear('dense_h_to_4h', 4 * d, d, true, 'feed-forward'),
        ...linear('dense_4h_to_h', d, 4 * d, true, 'feed-forward'),
      ]),
    ];
    return block(name, [
      tensor('word_embeddings.weight', [V, d], 'embedding'),
      ...norm('word_embeddings_layernorm', d),
      ...repeated(L, 'Layer', layer),
      ...norm('ln_f', d),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: {},
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'their normalisation', text: '2·d' },
      { label: 'layers', text: 'L·(12·d² + 13·d)' },
      { label: 'last normalisation', text: '2·d' },
    ],
  }),
  configs: {
    bloom: (config) => ({
      layers: config.whole(['n_layer', 'num_hidden_layers'], layers),
      width: config.whole(['hidden_size', 'n_embed'], width),
      heads: config.whole(['n_head', 'num_attention_heads'], heads),
      vocabulary: config.whole('vocab_size', vocabulary),
    }),
  },
};
