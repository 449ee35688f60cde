/** Every task, in the order in which it is run. A new one is a file and a line here. */
import { digits128, digits32 } from './digits.mjs';
import { languageLarge, languageSmall } from './language.mjs';
import { matrixProduct } from './matrix-product.mjs';
import { scaling } from './scaling.mjs';
import { sparseGraph, sparseLarge } from './sparse-graph.mjs';
import { tinyBatch, tinySamples } from './tiny.mjs';

export const tasks = [
  tinyBatch,
  tinySamples,
  sparseGraph,
  sparseLarge,
  digits32,
  digits128,
  languageSmall,
  languageLarge,
  scaling,
  matrixProduct,
];
