/** Every kind of layer there is: a new one is one file and one line here. */
import { add } from './add.ts';
import { attention } from './attention.ts';
import { dense } from './dense.ts';
import { embedding } from './embedding.ts';
import { feedForward } from './feed-forward.ts';
import { flatten } from './flatten.ts';
import { head } from './head.ts';
import { input } from './input.ts';
import type { LayerKind } from './layer-kind.ts';
import { normalisation } from './normalisation.ts';
import { output } from './output.ts';
import { positions } from './positions.ts';
import { softmax } from './softmax.ts';
import { tokens } from './tokens.ts';

export const layerKinds = {
  input,
  dense,
  output,
  tokens,
  embedding,
  positions,
  normalisation,
  softmax,
  attention,
  feedForward,
  add,
  flatten,
  head,
} as const satisfies Record<string, LayerKind>;

export type LayerKindName = keyof typeof layerKinds;
