import { symbolValues, type Family } from '../family.ts';
import { context, feedForward, heads, layers, tied, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = {
  layers,
  width,
  heads,
  feedForward,
  vocabulary,
  context: { ...context, initial: 2048 },
  tied: { ...tied, initial: 1 },
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode[] => [
  tensor(`${name}.weight`, [d], 'norm'),
  tensor(`${name}.bias`, [d], 'norm'),
];

/** Like GPT-2, but query, key and value have no bias. @see the TinyStories models */
export const gptNeo: Family<Name> = {
  title: 'GPT-Neo',
  description: 'Like GPT-2, with queries, keys and values that have no bias.',
  fields,
  tree(name, { layers: L, width: d, feedForward: f, vocabulary: V, context: C, tied: isTied }) {
    const layer = [
      ...norm('ln_1', d),
      block('attn', [
        ...linear('q_proj', d, d, false, 'query-output'),
        ...linear('k_proj', d, d, false, 'key-value'),
        ...linear('v_proj', d, d, false, 'key-value'),
        ...linear('out_proj', d, d, true, 'query-output'),
      ]),
      ...norm('ln_2', d),
      block('mlp', [...linear('c_fc', f, d, true, 'feed-forward'), ...linear('c_proj', d, f, true, 'feed-forward')]),
    ];
    return block(name, [
      tensor('wte.weight', [V, d], 'embedding'),
      tensor('wpe.weight', [C, d], 'position'),
      ...repeated(L, 'Layer', layer),
      ...norm('ln_f', d),
      ...(isTied === 1 ? [] : [tensor('lm_head.weight', [V, d], 'head')]),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: {},
    terms: [
      { label: 'tokens and positions', text: '(V + C)·d' },
      { label: 'layers', text: 'L·(4·d² + 2·d·f + 6·d + f)' },
      { label: 'last normalisation', text: '2·d' },
      ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
    ],
  }),
  configs: {
    gpt_neo: (config) => {
      const d = config.whole('hidden_size', width);
      return {
        layers: config.whole('num_layers', layers),
        width: d,
        heads: config.whole('num_heads', heads),
        feedForward: config.whole('intermediate_size', feedForward, 4 * d),
        vocabulary: config.whole('vocab_size', vocabulary),
        context: config.whole('max_position_embeddings', context),
        tied: config.flag('tie_word_embeddings', true),
      };
    },
  },
};
