/** Every data set that comes with the app: a new one is one file and one line here. */
import { circles } from './circles.ts';
import type { Dataset } from './dataset.ts';
import { and, or, xor } from './gates.ts';
import { iris } from './iris.ts';
import { line } from './line.ts';
import { penguins } from './penguins.ts';
import { recipe } from './recipe.ts';
import { spirals } from './spirals.ts';
import { worked } from './worked.ts';

export const datasets = {
  worked,
  line,
  and,
  or,
  xor,
  circles,
  spirals,
  recipe,
  penguins,
  iris,
} as const satisfies Record<string, Dataset>;

export type DatasetName = keyof typeof datasets;
