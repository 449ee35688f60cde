import { describe, expect, test } from 'vitest';
import { presets } from '../presets/registry.ts';
import { moveItems } from './commands/edit-layer.ts';
import { remove } from './commands/remove.ts';
import { after, twoFourOne } from './fixtures/two-four-one.ts';
import type { NetworkDocument } from './document.ts';
import { formulaOf, locateParameter, parameterName, unitName } from './parameter-names.ts';

/** As a person would write it. */
function written(document: NetworkDocument, layer: string, unit = 0): string {
  const { left, terms, bias } = formulaOf(document, layer, unit)!;
  const sum = [...terms.map(({ factor, name }) => `${factor}*${name}`), ...(bias ? [bias.name] : [])].join(' + ');
  return `${left} = ${sum}`;
}

describe('the worked network', () => {
  const document = presets.worked.make();

  test('reads as on the first page, name by name', () => {
    expect(['l3', 'l4', 'l5'].map((id) => written(document, id))).toEqual([
      'z1 = x1*w(1,1) + x2*w(2,1) + b1',
      'z2 = x1*w(1,2) + x2*w(2,2) + b2',
      'y = z1*w(3,1) + z2*w(3,2) + b3',
    ]);
  });

  test('reads its inputs from top to bottom, wherever they were drawn first', () => {
    const swapped = after(document, moveItems(document, new Map([['l2', { x: -240, y: -500 }]])));
    expect(written(swapped, 'l3')).toBe('z1 = x2*w(2,1) + x1*w(1,1) + b1');
  });

  test('has no formula for an input, nor for a layer that is not there', () => {
    expect(formulaOf(document, 'l1', 0)).toBeNull();
    expect(formulaOf(document, 'l99', 0)).toBeNull();
  });
});

describe('default names', () => {
  const document = twoFourOne();

  test('number the units of a layer from 1, and leave a lone neuron its name', () => {
    expect(unitName(document.layers['l2']!, 2)).toBe('h1.3');
    expect(unitName(document.layers['l3']!, 0)).toBe('y1');
  });

  test('say which unit leads to which; the weight is row-major [target, source]', () => {
    expect(parameterName(document, 'c1.weight', 5)).toBe('w(x1.2,h1.3)');
    expect(parameterName(document, 'l2.bias', 3)).toBe('b(h1.4)');
    expect(locateParameter(document, 'c1.weight', 5)).toMatchObject({ connection: 'c1', sourceUnit: 1, targetUnit: 2 });
  });

  test('yield to a name that a person gave', () => {
    const named = { ...document, labels: { 'c1.weight': ['', 'flour', '', '', '', '', '', ''] } };
    expect(parameterName(named, 'c1.weight', 1)).toBe('flour');
    expect(parameterName(named, 'c1.weight', 0)).toBe('w(x1.1,h1.1)');
  });

  test('locate nothing beyond the last entry or after a deletion', () => {
    expect(locateParameter(document, 'c1.weight', 8)).toBeNull();
    expect(locateParameter(document, 'l2.bias', 4)).toBeNull();
    expect(locateParameter(after(document, remove(document, ['l2'], new Map())), 'c1.weight', 0)).toBeNull();
  });
});

test('a formula leaves out edges that are not drawn, and the bias where there is none', () => {
  const drawn = twoFourOne();
  const thinned = after(drawn, remove(drawn, [], new Map([['c1', [4]]])));
  expect(written(thinned, 'l2', 2)).toBe('h1.3 = x1.2*w(x1.2,h1.3) + b(h1.3)');
  const unbiased = { ...thinned, layers: { ...thinned.layers, l2: { ...thinned.layers['l2']!, hasBias: false } } };
  expect(written(unbiased, 'l2', 2)).toBe('h1.3 = x1.2*w(x1.2,h1.3)');
});
