/**
 * Weightroom's own engine. Networks of neurons become a drawing and are compiled as the app compiles it; language models are
 * graphs of ops. Precision, kernels and threads are those that the app chooses for a network of that size.
 */
import { serve, Unable } from '../serve.mjs';
import { makeLanguageModel } from './weightroom/language-model.mjs';
import { makeNetwork } from './weightroom/network.mjs';
import { makeProduct } from './weightroom/product.mjs';

const makers = { mlp: makeNetwork, graph: makeNetwork, transformer: makeLanguageModel, 'matrix-product': makeProduct };

serve(async (task, { threads } = {}) => {
  const make = makers[task.kind];
  if (!make) throw new Unable('is not configured for this task');
  return make(task, threads ?? null);
});
