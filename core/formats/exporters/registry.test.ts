import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setFrozen, setRange, tie } from '../../document/commands/constrain.ts';
import { takeParameters } from '../../document/commands/take-parameters.ts';
import { isSameConstraints, unconstrained } from '../../document/constraints.ts';
import type { Constraints, NetworkDocument, Tie } from '../../document/document.ts';
import { after } from '../../document/fixtures/two-four-one.ts';
import { presets } from '../../presets/registry.ts';
import { decodeUtf8 } from '../../tensor/utf8.ts';
import { applyParameters } from '../apply-parameters.ts';
import type { Exporter, Importer } from '../format.ts';
import { documents } from '../fixtures/documents.ts';
import { importerFor, importers } from '../importers/registry.ts';
import { tensorsOf } from '../tensors-of.ts';
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
  expect(rows[0]).toBe('name,kind,from,to,row,column,value,frozen,minimum,maximum,tie,sign');
  expect(rows[2]).toMatch(/^"w\(x1,h\.4\)",weight,x1,h\.4,3,0,-?\d/);
});

test('CSV does not let a name become a formula of the spreadsheet', () => {
  const document = { ...presets.worked.make(), labels: { 'l5.bias': ['=HYPERLINK("x")'] } };
  expect(decodeUtf8(exporters.csv.write(document))).toContain(`\r\n"'=HYPERLINK(""x"")",bias,`);
});

/** XOR with one weight frozen, one kept from 0 to 2, and two biases tied, mirrored. */
function held(): NetworkDocument {
  const drawn = presets.xor.make();
  const entries = (indices: readonly number[]) => indices.map((index) => ({ id: 'c1.weight', index }));
  const biases = [0, 1].map((index) => ({ id: 'l3.bias', index }));
  let next = after(drawn, setFrozen(drawn, entries([0]), true));
  next = after(next, setRange(next, entries([1]), { minimum: 0, maximum: Infinity }));
  return after(next, tie(next, biases, true));
}

test('CSV says of each parameter whether it is frozen, its range, and what it is tied to', () => {
  const rows = decodeUtf8(exporters.csv.write(held())).trimEnd().split('\r\n').slice(1);
  const endings = rows.map((row) => row.split(',').slice(-5).join(','));
  expect(endings.slice(0, 3)).toEqual(['1,,,,', '0,0,,,', '0,,,,']);
  expect(endings.filter((ending) => !/,,$/.test(ending))).toEqual(['0,,,1,1', '0,,,1,-1']);
});

test('JSON carries frozen entries, ranges and ties to another network of the same form', () => {
  const document = held();
  const applied = applyParameters(presets.xor.make(), importers.json.read(exporters.json.write(document)));
  if ('message' in applied) throw new Error(applied.message);
  const fresh = presets.xor.make();
  const taken = after(fresh, takeParameters(fresh, applied.parameters, applied.held, undefined));
  expect(taken.parameters).toEqual(document.parameters);
  expect(isSameConstraints(taken, document)).toBe(true);
});

test('any constraints come back from JSON as they were', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const applied = applyParameters(document, importers.json.read(exporters.json.write(document)));
      const written = new Set(tensorsOf(document).map(({ id }) => id));
      const isWritten = (tie: Tie): boolean => tie.members.every(({ id }) => written.has(id));
      const expected: Constraints = {
        constraints: Object.fromEntries(
          Object.entries(document.constraints)
            .filter(([id, { frozen, minimum, maximum }]) => written.has(id) && (frozen ?? minimum ?? maximum) !== null)
            .map(([id, { maximum, ...rest }]) => [id, { ...rest, maximum: maximum?.map((end) => end + 0) ?? null }]), // JSON has no -0
        ),
        ties: Object.fromEntries(Object.entries(document.ties).filter(([, tie]) => isWritten(tie))),
      };
      expect(applied).toHaveProperty('held', expected);
    }),
    { numRuns: 40, seed: 3 },
  );
});

test('a file that says nothing of constraints leaves them, one that has none takes them away', () => {
  const document = held();
  const file = importers.json.read(exporters.json.write(presets.xor.make()));
  const emptied = applyParameters(document, file);
  const silent = applyParameters(document, { ...file, held: null });
  if ('message' in emptied || 'message' in silent) throw new Error('the file fits');
  const take = ({ parameters, held: constraints }: typeof emptied): NetworkDocument =>
    after(document, takeParameters(document, parameters, constraints, undefined));
  expect(isSameConstraints(take(emptied), unconstrained)).toBe(true);
  expect(isSameConstraints(take(silent), document)).toBe(true);
});

test('constraints that do not fit are refused with the reason', () => {
  const file = importers.json.read(exporters.json.write(held()));
  const beyond = { ...file.held!, ties: [[0, 9].map((index) => ({ name: 'h.bias', index, sign: 1 as const }))] };
  expect(applyParameters(presets.xor.make(), { ...file, held: beyond })).toHaveProperty(
    'message',
    'The constraints in the file do not fit: Tie "t1" holds l3.bias[9], which is not there. Nothing was taken over.',
  );
});
