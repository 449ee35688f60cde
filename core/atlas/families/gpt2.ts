import { symbolValues, type Family } from '../family.ts';
import { bias, choice, context, feedForward, heads, layers, tied, vocabulary, width } from '../fields.ts';
import { block, linear, repeated, tensor, type TreeNode } from '../tree.ts';

const fields = {
  layers,
  width,
  heads,
  feedForward,
  vocabulary,
  context,
  tied: { ...tied, initial: 1 },
  bias: { ...bias, initial: 1 },
  norm: choice('Normalisation', 'Which numbers it learns.', ['no parameters', 'scale', 'scale and shift'], 2),
};
type Name = keyof typeof fields;

const norm = (name: string, d: number, kind: number): TreeNode[] => [
  ...(kind > 0 ? [tensor(`${name}.weight`, [d], 'norm')] : []),
  ...(kind > 1 ? [tensor(`${name}.bias`, [d], 'norm')] : []),
];

/** @see Radford et al. 2019, and GPT-3, nanoGPT and microGPT, which leave things out */
export const gpt2: Family<Name> = {
  title: 'GPT-2 and GPT-3',
  description: 'Learned positions, attention over what came before, a feed-forward part, normalisation before each.',
  fields,
  tree(name, { layers: L, width: d, feedForward: f, vocabulary: V, context: C, tied: isTied, bias: hasBias, norm: n }) {
    const b = hasBias === 1;
    const layer = [
      ...norm('ln_1', d, n),
      block('attn', [
        ...linear('q', d, d, b, 'query-output'),
        ...linear('k', d, d, b, 'key-value'),
        ...linear('v', d, d, b, 'key-value'),
        ...linear('c_proj', d, d, b, 'query-output'),
      ]),
      ...norm('ln_2', d, n),
      block('mlp', [...linear('c_fc', f, d, b, 'feed-forward'), ...linear('c_proj', d, f, b, 'feed-forward')]),
    ];
    return block(name, [
      tensor('wte.weight', [V, d], 'embedding'),
      tensor('wpe.weight', [C, d], 'position'),
      ...repeated(L, 'Layer', layer),
      // The models without norm parameters have no last one to learn either.
      ...norm('ln_f', d, n),
      ...(isTied === 1 ? [] : [tensor('lm_head.weight', [V, d], 'head')]),
    ]);
  },
  formula(shape) {
    const biases = shape.bias === 1 ? ' + 5·d + f' : '';
    const norms = shape.norm > 0 ? ` + ${2 * shape.norm}·d` : '';
    return {
      values: symbolValues(fields, shape),
      derived: {},
      terms: [
        { label: 'tokens and positions', text: '(V + C)·d' },
        { label: 'layers', text: `L·(4·d² + 2·d·f${biases}${norms})` },
        ...(shape.norm > 0 ? [{ label: 'last normalisation', text: `${shape.norm}·d` }] : []),
        ...(shape.tied === 1 ? [] : [{ label: 'output head', text: 'V·d' }]),
      ],
    };
  },
  configs: {
    gpt2: (config) => {
      const d = config.whole(['n_embd', 'hidden_size'], width);
      return {
        layers: config.whole(['n_layer', 'num_hidden_layers'], layers),
        width: d,
        heads: config.whole(['n_head', 'num_attention_heads'], heads),
        feedForward: config.whole('n_inner', feedForward, 4 * d),
        vocabulary: config.whole('vocab_size', vocabulary),
        context: config.whole(['n_positions', 'n_ctx'], context),
        tied: config.flag('tie_word_embeddings', true),
        bias: 1,
        norm: 2,
      };
    },
  },
};
