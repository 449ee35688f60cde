import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NetworkDocument } from '../../document/document.ts';
import { presets } from '../../presets/registry.ts';
import { decodeUtf8 } from '../../tensor/utf8.ts';
import { applyParameters } from '../apply-parameters.ts';
import type { Exporter, Importer } from '../format.ts';
import { documents } from '../fixtures/documents.ts';
import { importerFor, importers } from '../importers/registry.ts';
import { exporters } from './registry.ts';

const readable = Object.entries<Exporter>(exporters).flatMap(([name, exporter]): [string, Exporter, Importer][] => {
  const importer = importerFor(`x.${exporter.extension}`);
  return importer ? [[name, exporter, importers[importer]]] : [];
});

describe.each(Object.entries<Exporter>(exporters))('exporter %s', (_, exporter) => {
  test('explains itself', () => {
    expect(exporter.title).not.toBe('');
    expect(exporter.description).toMatch(/\.$/);
    expect(exporter.extension).toMatch(/^[a-z0-9]{1,16}$/);
  });

  test('writes the same bytes for the same network', () => {
    expect(exporter.write(presets.penguins.make())).toEqual(exporter.write(presets.penguins.make()));
  });
});

describe.each(readable)('%s', (_, exporter, importer) => {
  test('written and read back gives every parameter of any network bit for bit', () => {
    fc.assert(
      fc.property(documents, (drawn) => {
        const document = withoutUndrawnValues(drawn);
        const applied = applyParameters(document, importer.read(exporter.write(document)));
        expect(applied).toHaveProperty('parameters', document.parameters);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

/** An undrawn edge has no value: importing sets it to 0. */
function withoutUndrawnValues(document: NetworkDocument): NetworkDocument {
  const parameters = { ...document.parameters };
  for (const { id, mask } of Object.values(document.connections)) {
    const name = `${id}.weight`;
    if (mask) parameters[name] = parameters[name]!.map((value, i) => (mask[i] === 0 ? 0 : value));
  }
  for (const [id, values] of Object.entries(parameters)) parameters[id] = values.map((value) => value + 0); // JSON has no -0
  return { ...document, parameters };
}

test('JSON names each parameter as the page does', () => {
  const file = JSON.parse(decodeUtf8(exporters.json.write(presets.worked.make()))) as {
    parameters: { name: string; labels: string[]; values: unknown }[];
  };
  expect(file.parameters.map(({ name, labels, values }) => [name, labels[0], values])).toEqual([
    ['z1.weight.x1', 'w(1,1)', [[0.5]]],
    ['z1.weight.x2', 'w(2,1)', [[-0.4]]],
    ['z2.weight.x1', 'w(1,2)', [[0.3]]],
    ['z2.weight.x2', 'w(2,2)', [[0.2]]],
    ['y.weight.z1', 'w(3,1)', [[0.6]]],
    ['y.weight.z2', 'w(3,2)', [[-0.5]]],
    ['z1.bias', 'b1', [0.1]],
    ['z2.bias', 'b2', [-0.2]],
    ['y.bias', 'b3', [0.3]],
  ]);
});

test('CSV has one row per learnable parameter and leaves undrawn edges out', () => {
  const drawn = presets.xor.make();
  const [connection] = Object.values(drawn.connections);
  const masked = { ...connection!, mask: Uint8Array.of(1, 0, 0, 1) };
  const document = { ...drawn, connections: { ...drawn.connections, [masked.id]: masked } };
  const rows = decodeUtf8(exporters.csv.write(document)).trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + 17 - 2);
  expect(rows[0]).toBe('name,kind,from,to,row,column,value');
  expect(rows[2]).toMatch(/^"w\(x1,h\.4\)",weight,x1,h\.4,3,0,-?\d/);
});

test('CSV does not let a name become a formula of the spreadsheet', () => {
  const document = { ...presets.worked.make(), labels: { 'l5.bias': ['=HYPERLINK("x")'] } };
  expect(decodeUtf8(exporters.csv.write(document))).toContain(`\r\n"'=HYPERLINK(""x"")",bias,`);
});
