/** Every way to start weights: a new one is one file and one line here. */
import { heNormal } from './he-normal.ts';
import type { Initializer } from './initializer.ts';
import { normal } from './normal.ts';
import { uniform } from './uniform.ts';
import { xavierUniform } from './xavier-uniform.ts';
import { zeros } from './zeros.ts';

export const initializers = { xavierUniform, heNormal, uniform, normal, zeros } as const satisfies Record<
  string,
  Initializer
>;

export type InitializerName = keyof typeof initializers;
