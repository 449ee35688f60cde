/** A stranger with an exported file alone feeds the network the data's own numbers and reads the answer in the data's units. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepareData, settingsForTable } from '../data/prepare.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { presets } from '../presets/registry.ts';
import { decodeUtf8 } from '../tensor/utf8.ts';
import { exportedData, type ExportedData } from './exported-data.ts';
import { exporters } from './exporters/registry.ts';
import type { Exporter } from './format.ts';
import { documents } from './fixtures/documents.ts';
import { importers } from './importers/registry.ts';
import { readMetadataOnly } from './safetensors.ts';

/** The worked network on a table whose inputs are standardised and whose target is scaled to 0 .. 1. */
function scaledDocument(): NetworkDocument {
  const column = (name: string, values: number[]) =>
    ({ name, type: 'number', values: Float64Array.from(values) }) as const;
  const table = {
    name: 'houses',
    columns: [column('rooms', [1, 2, 3, 6]), column('=age', [10, 30, 50, 10]), column('price', [100, 300, 200, 500])],
  };
  const settings = { ...settingsForTable(table), validationShare: 0, targetScaling: 'range' as const };
  return { ...presets.worked.make(), data: { [ONLY]: settings } };
}

const dataIn = (text: string): ExportedData => (JSON.parse(text) as { data: ExportedData }).data;

test('each unit is told with its column, what is taken away and what it is divided by', () => {
  expect(exportedData(scaledDocument())).toEqual({
    task: 'regression',
    inputs: [
      { unit: 'x1', column: 'rooms', offset: 3, scale: Math.sqrt(3.5) },
      { unit: 'x2', column: '=age', offset: 25, scale: Math.sqrt(275) },
    ],
    targets: [{ unit: 'y', column: 'price', offset: 100, scale: 400 }],
  });
});

test('data that are ready are not prepared again, and what cannot be prepared is not tried again', () => {
  const document = scaledDocument();
  const data = prepareData(document.data[ONLY]!);
  const prepared = { ...data, inputs: data.inputs.map((one) => ({ ...one, mean: 7 })) };
  for (const { write } of Object.values<Exporter>(exporters)) {
    expect(write(document, prepared)).not.toEqual(write(document));
    expect(write(document, data)).toEqual(write(document));
  }
  expect(exportedData(document, prepared)?.inputs.map(({ offset }) => offset)).toEqual([7, 7]);
  expect(exportedData(document, null)).toBeNull();
});

test('with it the numbers of the table become the numbers that were learned from, bit for bit', () => {
  const document = scaledDocument();
  const { inputs, targets } = dataIn(decodeUtf8(exporters.json.write(document)));
  const { inputValues, targetValues } = prepareData(document.data[ONLY]!);
  const rows = [
    [1, 10, 100],
    [2, 30, 300],
    [3, 50, 200],
    [6, 10, 500],
  ];
  const fed = rows.flatMap((row) => inputs.map(({ offset, scale }, i) => (row[i]! - offset) / scale));
  expect(fed).toEqual([...inputValues]);
  expect(rows.map((row) => (row[2]! - targets[0]!.offset) / targets[0]!.scale)).toEqual([...targetValues]);
});

test('JSON and safetensors carry the same; a class by words is a unit of its own', () => {
  const document = presets.penguins.make();
  const inJson = dataIn(decodeUtf8(exporters.json.write(document)));
  const inMetadata = JSON.parse(readMetadataOnly(exporters.safetensors.write(document))['data']!) as ExportedData;
  expect(inMetadata).toEqual(inJson);
  expect(inJson.task).toBe('classes');
  expect(inJson.inputs.map(({ unit, column }) => [unit, column])).toEqual([
    ['x.1', 'bill_length_mm'],
    ['x.2', 'bill_depth_mm'],
    ['x.3', 'flipper_length_mm'],
    ['x.4', 'body_mass_g'],
  ]);
  expect(inJson.inputs[3]!.offset).toBeGreaterThan(4000); // grams
  expect(inJson.targets[2]).toEqual({ unit: 'species.3', column: 'species = Gentoo', offset: 0, scale: 1 });
});

test('CSV has a row for each offset and scale, below the parameters, and only of what is scaled', () => {
  const rows = decodeUtf8(exporters.csv.write(scaledDocument())).trimEnd().split('\r\n');
  expect(rows.slice(-6)).toEqual([
    'rooms,input offset,,x1,,,3,,,,,',
    `rooms,input scale,,x1,,,${Math.sqrt(3.5)},,,,,`,
    `'=age,input offset,,x2,,,25,,,,,`,
    `'=age,input scale,,x2,,,${Math.sqrt(275)},,,,,`,
    'price,target offset,y,,,,100,,,,,',
    'price,target scale,y,,,,400,,,,,',
  ]);
  expect(decodeUtf8(exporters.csv.write(presets.worked.make()))).not.toContain('offset');
});

test('a network that does not fit its data, and a language model, say nothing of it', () => {
  const document = scaledDocument();
  const layers = Object.fromEntries(Object.entries(document.layers).filter(([, { name }]) => name !== 'x2'));
  const connections = Object.fromEntries(
    Object.entries(document.connections).filter(([, { source }]) => layers[source] !== undefined),
  );
  expect(exportedData({ ...document, layers, connections })).toBeNull();
  expect(exportedData({ ...document, data: {} })).toBeNull();
  expect(decodeUtf8(exporters.json.write({ ...document, data: {} }))).not.toContain('"data"');
});

test('files of any network with it are read as before', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const parsed = importers.json.read(exporters.json.write(document));
      expect(parsed.tensors.length).toBe(
        importers.safetensors.read(exporters.safetensors.write(document)).tensors.length,
      );
    }),
    { numRuns: 40, seed: 7 },
  );
});
