import { symbolValues, type Family } from '../family.ts';
import type { ConfigReader } from '../config-reader.ts';
import { choice, context, feedForward, heads, layers, size, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = {
  layers,
  width,
  heads,
  feedForward,
  vocabulary: { ...vocabulary, initial: 30_522 },
  context: { ...context, initial: 512 },
  segments: size('T', 'Segments', 'Token types with a vector each: first or second sentence.', 2, 1024, 0),
  pooler: choice('Pooler', 'A last layer over the first token.', ['none', 'with pooler'], 1),
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode[] => [
  tensor(`${name}.weight`, [d], 'norm'),
  tensor(`${name}.bias`, [d], 'norm'),
];

/** @see Devlin et al. 2018; RoBERTa has other positions, DistilBERT neither segments nor pooler */
export const bert: Family<Name> = {
  title: 'BERT',
  description: 'Every token sees every other; normalisation after each part; a pooler for the whole sentence.',
  fields,
  tree(name, { layers: L, width: d, feedForward: f, vocabulary: V, context: C, segments: T, pooler }) {
    const layer = [
      block('attention', [
        ...linear('query', d, d, true, 'query-output'),
        ...linear('key', d, d, true, 'key-value'),
        ...linear('value', d, d, true, 'key-value'),
        ...linear('output.dense', d, d, true, 'query-output'),
      ]),
      ...norm('attention.output.LayerNorm', d),
      block('feed-forward', [
        ...linear('intermediate.dense', f, d, true, 'feed-forward'),
        ...linear('output.dense', d, f, true, 'feed-forward'),
      ]),
      ...norm('output.LayerNorm', d),
    ];
    return block(name, [
      tensor('word_embeddings.weight', [V, d], 'embedding'),
      tensor('position_embeddings.weight', [C, d], 'position'),
      ...(T > 0 ? [tensor('token_type_embeddings.weight', [T, d], 'position')] : []),
      ...norm('embeddings.LayerNorm', d),
      ...repeated(L, 'Layer', layer),
      ...(pooler === 1 ? linear('pooler.dense', d, d, true, 'head') : []),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: {},
    terms: [
      { label: 'tokens, positions, segments', text: '(V + C + T)·d' },
      { label: 'their normalisation', text: '2·d' },
      { label: 'layers', text: 'L·(4·d² + 2·d·f + 9·d + f)' },
      ...(shape.pooler === 1 ? [{ label: 'pooler', text: 'd² + d' }] : []),
    ],
  }),
  configs: {
    bert: (config) => read(config, 2),
    roberta: (config) => read(config, 1),
    distilbert: (config) => ({
      layers: config.whole('n_layers', layers),
      width: config.whole('dim', width),
      heads: config.whole('n_heads', heads),
      feedForward: config.whole('hidden_dim', feedForward),
      vocabulary: config.whole('vocab_size', vocabulary),
      context: config.whole('max_position_embeddings', context),
      segments: 0,
      pooler: 0,
    }),
  },
};

const read = (config: ConfigReader, segments: number): Record<Name, number> => ({
  layers: config.whole('num_hidden_layers', layers),
  width: config.whole('hidden_size', width),
  heads: config.whole('num_attention_heads', heads),
  feedForward: config.whole('intermediate_size', feedForward),
  vocabulary: config.whole('vocab_size', vocabulary),
  context: config.whole('max_position_embeddings', context),
  segments: config.whole('type_vocab_size', fields.segments, segments),
  pooler: 1,
});
