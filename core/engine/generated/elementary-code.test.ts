import { expect, test } from 'vitest';
import { hyperbolicTangent, logistic, logOnePlusExp } from '../../tensor/elementary.ts';
import { Random } from '../../tensor/random.ts';
import { access, getLocal } from './bytecode.ts';
import { ConstantPool } from './constant-pool.ts';
import { compute, logisticFormula, softplusFormula, tangentFormula, type Formula } from './elementary-code.ts';
import { FunctionBody, ModuleBuilder } from './module-builder.ts';
import { Steps } from './steps.ts';
import { PAGE, webAssembly } from './web-assembly.ts';

/** Works a formula out for an even number of arguments. */
function evaluate(formula: Formula, xs: Float64Array): Float64Array {
  const pool = new ConstantPool(0, 64);
  const body = new FunctionBody({ parameters: ['i32'], results: [] });
  const steps = new Steps(body, pool);
  const result = compute(formula, steps, steps.keep(access('v128.load', 0, getLocal(0))));
  body.add(...steps.statements, access('v128.store', 0, getLocal(0), result));
  const module = new ModuleBuilder();
  const pages = 1 + Math.ceil(xs.byteLength / PAGE);
  module.importMemory('host', 'memory', pages);
  module.add(body, 'run');
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
  const instance = new webAssembly.Instance(new webAssembly.Module(module.toBytes()), { host: { memory } });
  pool.writeInto(memory.buffer);
  const view = new Float64Array(memory.buffer, PAGE, xs.length);
  view.set(xs);
  const run = instance.exports['run'] as (address: number) => void;
  for (let i = 0; i < xs.length; i += 2) run(PAGE + 8 * i);
  return view;
}

test.each([
  ['tanh', tangentFormula, hyperbolicTangent],
  ['the logistic function', logisticFormula, logistic],
  ['softplus', softplusFormula, logOnePlusExp],
] as const)('%s has the same bits two at a time as one at a time', (_, formula, plain) => {
  const random = Random.fromSeed(1);
  const special = [
    0,
    -0,
    5e-324,
    -5e-324,
    1e-310,
    20,
    -20,
    40,
    745.2,
    -745.2,
    1e300,
    -1e300,
    NaN,
    Infinity,
    -Infinity,
    1,
  ];
  const spread = [0.01, 0.2, 1, 5, 30, 800].flatMap((scale) =>
    Array.from({ length: 40_000 }, () => scale * random.normal()),
  );
  const halves = Array.from({ length: 400 }, (_, i) => ((i - 200) * Math.LN2) / 4); // where rounding ties are near
  const xs = Float64Array.from([...special, ...spread, ...halves]);
  const results = evaluate(formula, xs);
  const differing = Array.from(xs).filter((x, i) => !Object.is(results[i], plain(x)));
  expect(differing).toEqual([]);
});
