import { describe, expect, test } from 'vitest';
import { access, f64Const, getLocal, i32Const, op, signedLeb128, unsignedLeb128, type Code } from './bytecode.ts';
import { FunctionBody, ModuleBuilder } from './module-builder.ts';
import { webAssembly } from './web-assembly.ts';

/** A function of (i32) without memory, from its expression. */
function run(result: 'i32' | 'f64', code: Code, argument = 0): number {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: ['i32'], results: [result] });
  body.add(code);
  module.add(body, 'run');
  const instance = new webAssembly.Instance(new webAssembly.Module(module.toBytes()), {});
  return (instance.exports['run'] as (argument: number) => number)(argument);
}

describe('LEB128', () => {
  test.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [16383, [0xff, 0x7f]],
    [16384, [0x80, 0x80, 1]],
    [624485, [0xe5, 0x8e, 0x26]], // the specification's example
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('of %i without sign', (value, bytes) => expect(unsignedLeb128(value)).toEqual(bytes));

  test.each([
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]], // the specification's example
  ])('of %i with sign', (value, bytes) => expect(signedLeb128(value)).toEqual(bytes));

  test.each([0, 1, -1, 63, 64, -64, -65, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)])('carries %i', (value) => {
    expect(run('i32', i32Const(value))).toBe(value);
  });
});

test.each([0, -0, 1, -1.5, Math.PI, 5e-324, Number.MAX_VALUE, Infinity, NaN])('a double carries %d', (value) => {
  expect(run('f64', f64Const(value))).toBe(value);
});

test('an expression puts its operands first', () => {
  expect(run('i32', op('i32.sub', getLocal(0), i32Const(2)), 7)).toBe(5);
});

test('more than 127 locals and a body of more than 16,383 bytes are counted right', () => {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: [], results: ['i32'] });
  const locals = Array.from({ length: 300 }, (_, i) => body.local(i % 3 === 0 ? 'f64' : 'i32'));
  for (let i = 0; i < 9000; i++) body.add(i32Const(i % 60), op('drop'));
  body.add(getLocal(locals[299]!));
  module.add(body, 'run');
  expect(webAssembly.validate(module.toBytes())).toBe(true);
});

test('a load reads the imported memory at address plus offset', () => {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: ['i32'], results: ['f64'] });
  module.importMemory('host', 'memory', 1);
  body.add(access('f64.load', 200, getLocal(0)));
  module.add(body, 'run');
  const memory = new webAssembly.Memory({ initial: 1, maximum: 1 });
  new Float64Array(memory.buffer)[30] = 2.5;
  const instance = new webAssembly.Instance(new webAssembly.Module(module.toBytes()), { host: { memory } });
  expect((instance.exports['run'] as (address: number) => number)(40)).toBe(2.5);
});

test('functions of one signature share its type; imports are numbered before functions', () => {
  const module = new ModuleBuilder();
  const signature = { parameters: ['f64'], results: ['f64'] } as const;
  const half = module.importFunction('host', 'half', signature);
  const body = new FunctionBody(signature);
  body.add([...getLocal(0), 0x10, half]);
  expect(module.add(body, 'run')).toBe(1);
  const bytes = module.toBytes();
  expect([...bytes.slice(8, 11)]).toEqual([1, 6, 1]); // the type section: one type
  const instance = new webAssembly.Instance(new webAssembly.Module(bytes), { host: { half: (x: number) => x / 2 } });
  expect((instance.exports['run'] as (x: number) => number)(5)).toBe(2.5);
});
