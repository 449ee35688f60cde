import { symbolValues, type Family } from '../family.ts';
import { feedForward, headSize, heads, layers, size, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = {
  layers: { ...layers, label: 'Encoder layers', description: 'Layers that read.' },
  decoderLayers: { ...layers, symbol: 'M', label: 'Decoder layers', description: 'Layers that write.' },
  width,
  heads,
  headSize,
  feedForward,
  vocabulary: { ...vocabulary, initial: 32_128 },
  buckets: size('B', 'Distance buckets', 'Distances between tokens that have a number per head.', 32, 4096),
};
type Name = keyof typeof fields;

const norm = (name: string, d: number): TreeNode => tensor(`${name}.weight`, [d], 'norm');

/** T5 as first released: one embedding for all, ReLU, no biases. @see Raffel et al. 2019 */
export const t5: Family<Name> = {
  title: 'T5',
  description: 'An encoder that reads and a decoder that looks at it; one embedding for both ends; no biases.',
  fields,
  tree(name, shape) {
    const { layers: L, decoderLayers: M, width: d, heads: h, headSize: a, feedForward: f, vocabulary: V } = shape;
    const q = h * a;
    const attention = (title: string): TreeNode =>
      block(title, [
        ...linear('q', q, d, false, 'query-output'),
        ...linear('k', q, d, false, 'key-value'),
        ...linear('v', q, d, false, 'key-value'),
        ...linear('o', d, q, false, 'query-output'),
      ]);
    const inner = block('DenseReluDense', [
      ...linear('wi', f, d, false, 'feed-forward'),
      ...linear('wo', d, f, false, 'feed-forward'),
    ]);
    const distances = tensor('relative_attention_bias.weight', [shape.buckets, h], 'position');
    const reading = [norm('layer_norm_1', d), attention('SelfAttention'), norm('layer_norm_2', d), inner];
    const writing = [
      norm('layer_norm_1', d),
      attention('SelfAttention'),
      norm('layer_norm_2', d),
      attention('EncDecAttention'),
      norm('layer_norm_3', d),
      inner,
    ];
    return block(name, [
      tensor('shared.weight', [V, d], 'embedding'),
      block('encoder', [distances, ...repeated(L, 'Layer', reading), norm('final_layer_norm', d)]),
      block('decoder', [distances, ...repeated(M, 'Layer', writing), norm('final_layer_norm', d)]),
    ]);
  },
  formula: (shape) => ({
    values: symbolValues(fields, shape),
    derived: { q: 'h·a' },
    terms: [
      { label: 'tokens', text: 'V·d' },
      { label: 'encoder layers', text: 'L·(4·d·q + 2·d·f + 2·d)' },
      { label: 'decoder layers', text: 'M·(8·d·q + 2·d·f + 3·d)' },
      { label: 'distances', text: '2·B·h' },
      { label: 'last normalisations', text: '2·d' },
    ],
  }),
  configs: {
    t5: (config) => {
      const L = config.whole('num_layers', fields.layers);
      return {
        layers: L,
        decoderLayers: config.whole('num_decoder_layers', fields.decoderLayers, L),
        width: config.whole('d_model', width),
        heads: config.whole('num_heads', heads),
        headSize: config.whole('d_kv', headSize),
        feedForward: config.whole('d_ff', feedForward),
        vocabulary: config.whole('vocab_size', vocabulary),
        buckets: config.whole('relative_attention_num_buckets', fields.buckets, 32),
      };
    },
  },
};
