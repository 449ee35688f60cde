/** Every data set that comes with the app: a new one is one file and one line here. */
import { blobs } from './blobs.ts';
import { circles } from './circles.ts';
import { absolute, sine, step } from './curves.ts';
import type { Dataset } from './dataset.ts';
import { digits } from './digits.ts';
import { and, nand, nor, or, xnor, xor } from './gates.ts';
import { iris } from './iris.ts';
import { line } from './line.ts';
import { moons } from './moons.ts';
import { penguins } from './penguins.ts';
import { recipe } from './recipe.ts';
import { spirals } from './spirals.ts';
import { plane, saddle } from './surfaces.ts';
import { wine } from './wine.ts';
import { worked } from './worked.ts';

export const datasets = {
  worked,
  line,
  sine,
  step,
  absolute,
  and,
  or,
  xor,
  nand,
  nor,
  xnor,
  circles,
  moons,
  spirals,
  blobs,
  plane,
  saddle,
  recipe,
  penguins,
  iris,
  wine,
  digits,
} as const satisfies Record<string, Dataset>;

export type DatasetName = keyof typeof datasets;
