import type { KnownModel } from '../model.ts';

/** Hyper-parameters of models by Karpathy. */
export const karpathy: readonly KnownModel[] = [
  {
    id: 'microgpt',
    name: 'microGPT (names)',
    maker: 'Karpathy',
    aliases: ['names', 'micro-gpt'],
    family: 'gpt2',
    shape: { layers: 1, width: 16, heads: 4, feedForward: 64, vocabulary: 27, context: 16, tied: 0, bias: 0, norm: 0 },
    certainty: { kind: 'exact', source: 'microgpt.py: 1 layer, 16 wide, block 16, 27 tokens' },
  },
  {
    id: 'nanogpt-shakespeare-char',
    name: 'nanoGPT Shakespeare (characters)',
    maker: 'Karpathy',
    aliases: ['nanogpt', 'shakespeare-char'],
    family: 'gpt2',
    shape: {
      layers: 6,
      width: 384,
      heads: 6,
      feedForward: 1536,
      vocabulary: 65,
      context: 256,
      tied: 1,
      bias: 0,
      norm: 1,
    },
    certainty: {
      kind: 'about',
      why: "No total is published to compare with; the README's 10.65M leaves out 98\u202f304 positions.",
    },
  },
  {
    id: 'stories15m',
    name: 'llama2.c stories15M',
    maker: 'Karpathy',
    aliases: ['llama2.c', 'stories-15m'],
    family: 'llama',
    shape: {
      layers: 6,
      width: 288,
      heads: 6,
      keyValueHeads: 6,
      headSize: 48,
      feedForward: 768,
      vocabulary: 32_000,
      tied: 1,
      attentionBias: 0,
      queryKeyNorm: 0,
      norms: 0,
    },
    certainty: { kind: 'about', why: 'No total is published to compare with beyond "15M".' },
  },
];
