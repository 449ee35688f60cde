/** Every kind of layer there is: a new one is one file and one line here. */
import { dense } from './dense.ts';
import { input } from './input.ts';
import type { LayerKind } from './layer-kind.ts';
import { output } from './output.ts';

export const layerKinds = { input, dense, output } as const satisfies Record<string, LayerKind>;

export type LayerKindName = keyof typeof layerKinds;
