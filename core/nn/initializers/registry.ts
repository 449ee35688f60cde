/** Every way to start weights: a new one is one file and one line here. */
import { constant } from './constant.ts';
import { gpt2 } from './gpt2.ts';
import { heNormal } from './he-normal.ts';
import { heUniform } from './he-uniform.ts';
import type { Initializer } from './initializer.ts';
import { normal } from './normal.ts';
import { uniform } from './uniform.ts';
import { xavierNormal } from './xavier-normal.ts';
import { xavierUniform } from './xavier-uniform.ts';
import { zeros } from './zeros.ts';

export const initializers = {
  xavierUniform,
  xavierNormal,
  heUniform,
  heNormal,
  gpt2,
  uniform,
  normal,
  constant,
  zeros,
} as const satisfies Record<string, Initializer>;

export type InitializerName = keyof typeof initializers;
