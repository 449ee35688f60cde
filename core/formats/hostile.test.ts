/** Every reader of files from outside, fed with damaged ones: it answers or throws a FileError, soon, and nothing else. */
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../data/csv.ts';
import { FileError } from '../data/file-error.ts';
import { presets } from '../presets/registry.ts';
import { Random } from '../tensor/random.ts';
import { decodeUtf8, encodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { exporters } from './exporters/registry.ts';
import { mutate } from './fixtures/mutate.ts';
import { importers } from './importers/registry.ts';
import { LATEST_VERSION } from './migrations/registry.ts';
import { checksum, CHECKSUM, CONTENT, readProject, writeProject } from './project.ts';
import { readContainer, writeContainer } from './safetensors.ts';

const INPUTS = 10_000;
const SLOWEST_MS = 1000;

const project = writeProject({
  document: {
    ...presets.xor.make(),
    run: {
      now: {
        step: 3,
        epoch: 3,
        cursor: 0,
        order: Uint32Array.of(0, 1, 2, 3),
        random: Uint32Array.of(1, 2, 3, 4),
        moments: {},
      },
    },
  },
  history: { losses: Float64Array.of(3, 2, 1), evaluations: [] },
  appVersion: '0.1.0',
});
const readCsv = (bytes: Uint8Array): unknown =>
  parseCsv({ name: 'x.csv', bytes, delimiter: null, hasHeader: null, types: {} });

/** A project whose description is damaged but whose checksum fits, so that what lies behind the checksum is reached. */
function signedAnew(random: Random): Uint8Array {
  const { metadata, tensors } = readContainer(project);
  let content = metadata[CONTENT]!;
  try {
    content = decodeUtf8(mutate(encodeUtf8(content), random));
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    content = content.replace('tanh', 'tan\u0000'); // what is not UTF-8 could not stand in metadata
  }
  return writeContainer({ metadata: { [CONTENT]: content, [CHECKSUM]: checksum(content, tensors) }, tensors });
}

const damaged =
  (bytes: Uint8Array) =>
  (random: Random): Uint8Array =>
    mutate(bytes, random);
const csv = encodeUtf8('name,"a ""b""",c\r\nx,1.5,2\n"y\nz",-3e5,NA\n"",4,5\n');

test.each<[string, (random: Random) => Uint8Array, (bytes: Uint8Array) => unknown]>([
  ['projects', damaged(project), readProject],
  ['projects with a fitting checksum', signedAnew, readProject],
  ['safetensors', damaged(exporters.safetensors.write(presets.worked.make())), importers.safetensors.read],
  ['JSON parameters', damaged(exporters.json.write(presets.worked.make())), importers.json.read],
  ['CSV tables', damaged(csv), readCsv],
])(`of ${INPUTS} damaged %s each is read or refused with a FileError`, (_, make, read) => {
  const random = Random.fromSeed(20_261_124);
  let refused = 0;
  let slowest = 0;
  for (let i = 0; i < INPUTS; i++) {
    const bytes = make(random);
    const before = performance.now();
    try {
      read(bytes);
    } catch (error) {
      refused++;
      if (!(error instanceof FileError)) throw new Error(`input ${i}: ${JSON.stringify([...bytes])}`, { cause: error });
      if (error.message.length > 600)
        throw new Error(`input ${i} gives a message of ${error.message.length} characters`, { cause: error });
    }
    slowest = Math.max(slowest, performance.now() - before);
  }
  expect(refused).toBeGreaterThan(INPUTS / 100);
  expect(slowest).toBeLessThan(SLOWEST_MS);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

/** A container by hand: any header text, any bytes behind it. */
function handMade(header: string, data = 0, length: bigint | null = null): Uint8Array {
  const text = encodeUtf8(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}
const f64 = (offsets: string, shape = '[1]', more = ''): string =>
  `{"dtype":"F64","shape":${shape},"data_offsets":${offsets}${more}}`;

describe('a hostile safetensors file is refused with its reason', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'an empty file',
      new Uint8Array(0),
      'The file has 0 bytes; the smallest safetensors file has 10. Choose another file.',
    ],
    [
      'a header longer than the file',
      handMade('{}', 0, 3n),
      'The file says its header has 3 bytes; up to 2 are possible. It is not a safetensors file.',
    ],
    [
      'a header of 2^63 bytes',
      handMade('{}', 0, 1n << 63n),
      'The file says its header has 9223372036854775808 bytes; up to 2 are possible. It is not a safetensors file.',
    ],
    [
      'a header that is a list',
      handMade('[]'),
      "The file's header is not a table of tensors. It is not a safetensors file.",
    ],
    [
      'a header that is not JSON',
      handMade('{"a":x}'),
      "The file's header is not JSON: it ends too early or is damaged. Choose a file that this app or another made.",
    ],
    [
      'a header that is not text',
      Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x28),
      "The file's header is not text: byte 0 (0xc3) is not UTF-8 text. It is not a safetensors file.",
    ],
    [
      'nesting 20,000 deep',
      handMade('['.repeat(20_000)),
      "The file's header is nested more than 64 levels deep, which nothing here needs. It was not opened.",
    ],
    [
      'two tensors of one name',
      handMade(`{"a":${f64('[0,8]')},"a":${f64('[8,16]')}}`, 16),
      'The file\'s header has the key "a" twice. It was not opened.',
    ],
    [
      'two equal names in different spelling',
      handMade(`{"a":${f64('[0,8]')},"\\u0061":${f64('[8,16]')}}`, 16),
      'The file\'s header has the key "a" twice. It was not opened.',
    ],
    [
      'a name that reaches the prototype',
      handMade(`{"__proto__":${f64('[0,8]')}}`, 8),
      'The file\'s header uses the reserved key "__proto__". It was not opened.',
    ],
    [
      'a hole',
      handMade(`{"a":${f64('[0,8]')},"b":${f64('[16,24]')}}`, 24),
      'Tensor "b" starts at byte 16, not 8: it leaves a hole before it. The file is damaged.',
    ],
    [
      'an overlap',
      handMade(`{"a":${f64('[0,8]')},"b":${f64('[4,12]')}}`, 12),
      'Tensor "b" starts at byte 4, not 8: it overlaps the one before it. The file is damaged.',
    ],
    [
      'bytes behind the last tensor',
      handMade(`{"a":${f64('[0,8]')}}`, 9),
      'The file holds 9 bytes of tensors where its header lists 8. It is cut off or damaged.',
    ],
    [
      'a tensor cut off',
      handMade(`{"a":${f64('[0,8]')}}`, 7),
      'The file holds 7 bytes of tensors where its header lists 8. It is cut off or damaged.',
    ],
    [
      'a shape that does not fit the bytes',
      handMade(`{"a":${f64('[0,8]', '[2]')}}`, 8),
      'Tensor "a" of shape [2] needs 16 bytes but has 8. The file is damaged.',
    ],
    [
      'a shape whose product overflows',
      handMade(`{"a":${f64('[0,8]', '[4294967296,4294967296,4294967296]')}}`, 8),
      'Tensor "a" of shape [4294967296, 4294967296, 4294967296] needs 6.338253001141147e+29 bytes but has 8. The file is damaged.',
    ],
    [
      'a negative dimension',
      handMade(`{"a":${f64('[0,8]', '[-1]')}}`, 8),
      'Tensor "a" has a shape or offsets that are not whole numbers. The file is damaged.',
    ],
    [
      'offsets beyond what a number can count',
      handMade(`{"a":${f64('[0,18446744073709551615]')}}`, 8),
      'Tensor "a" has a shape or offsets that are not whole numbers. The file is damaged.',
    ],
    [
      'three offsets',
      handMade(`{"a":${f64('[0,8,8]')}}`, 8),
      'Tensor "a" has a shape or offsets that are not whole numbers. The file is damaged.',
    ],
    [
      'a type that is not read',
      handMade('{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}', 2),
      'Tensor "a" has the type "BF16"; this app reads F64, F32, U32, U8. Convert it to F32 or F64.',
    ],
    [
      'a type that is a property of every object',
      handMade('{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,2]}}', 2),
      'Tensor "a" has the type "toString"; this app reads F64, F32, U32, U8. Convert it to F32 or F64.',
    ],
    [
      'an entry that is not known',
      handMade(`{"a":${f64('[0,8]', '[1]', ',"scale":2')}}`, 8),
      'Tensor "a" has the unknown entry "scale". It was not opened.',
    ],
    ['a tensor without description', handMade('{"a":1}'), 'Tensor "a" has no description. The file is damaged.'],
    [
      'metadata that is no text',
      handMade('{"__metadata__":{"a":1}}'),
      "The file's metadata is not a table of texts. The file is damaged.",
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => readContainer(bytes)).toThrow(new FileError(message));
  });
});

describe('a hostile project is refused with its reason', () => {
  /** The valid project with its description changed, under a checksum that fits. */
  function edited(edit: (content: string) => string): Uint8Array {
    const { metadata, tensors } = readContainer(project);
    const content = edit(metadata[CONTENT]!);
    return writeContainer({ metadata: { [CONTENT]: content, [CHECKSUM]: checksum(content, tensors) }, tensors });
  }
  const replaced = (from: string, to: string): Uint8Array =>
    edited((content) => {
      expect(content).toContain(from);
      return content.replace(from, to);
    });

  test.each<[string, () => Uint8Array, string]>([
    [
      'parameters of another program',
      () => exporters.safetensors.write(presets.worked.make()),
      'This is a safetensors file but not a project: it holds no drawing. Import its parameters instead.',
    ],
    [
      'a newer version',
      () => replaced(`"version":${LATEST_VERSION}`, '"version":99'),
      `This file was made by version 99; this app reads up to ${LATEST_VERSION}. It was not changed.`,
    ],
    [
      'no version',
      () => replaced(`"version":${LATEST_VERSION},`, ''),
      `This file says its version is none; versions are 1 to ${LATEST_VERSION}. It was not changed.`,
    ],
    [
      'version 1.5',
      () => replaced(`"version":${LATEST_VERSION}`, '"version":1.5'),
      `This file says its version is 1.5; versions are 1 to ${LATEST_VERSION}. It was not changed.`,
    ],
    [
      'a changed byte of a parameter',
      () => project.with(project.length - 1, project.at(-1)! ^ 1),
      'The project was changed or damaged since it was saved: its checksum does not fit. It was not opened.',
    ],
    [
      'an unknown activation',
      () => replaced('"tanh"', '"magic"'),
      'The project does not hold together at layers.l3.activation: Invalid type: Expected',
    ],
    [
      'a layer of 10^9 units',
      () => replaced('"size":4', '"size":1000000000'),
      'The project does not hold together at layers.l3.size:',
    ],
    [
      'a layer of more units than values',
      () => replaced('"size":4', '"size":5'),
      'The project does not hold together: Parameter "c1.weight" has 4 values, but 5 are needed.',
    ],
    [
      'a reserved id',
      () => replaced('"l3":', '"constructor":'),
      'The project\'s description uses the reserved key "constructor". It was not opened.',
    ],
    [
      'a connection to nowhere',
      () => replaced('"source":"l1"', '"source":"l9"'),
      'The project does not hold together: Connection "c1" ends at a layer that is not there.',
    ],
    [
      'a mask that is not there',
      () => replaced('"mask":false', '"mask":true'),
      'The project lacks its part "mask/c1". The file is damaged; it was not opened.',
    ],
    [
      'a cursor beyond the examples',
      () => replaced('"cursor":0', '"cursor":5'),
      'The project does not hold together at run.now: the cursor is beyond the last example',
    ],
    [
      'no run to the tensors of one',
      () => edited((text) => text.replace(/"run":\{.*?\}\}/, '"run":{}')),
      'The project has the part "order", which this app does not know. It was not opened.',
    ],
    [
      'an unknown entry',
      () => replaced('"appVersion"', '"extra":1,"appVersion"'),
      'The project has the entry "extra", which this app does not know. It was not opened.',
    ],
    [
      'a description that is no JSON',
      () => edited(() => '{'),
      "The project's description is not JSON: it ends too early or is damaged.",
    ],
    [
      'a learning rate that is not a number',
      () => replaced('"learningRate":0.05', '"learningRate":null'),
      'The project does not hold together at training.now.optimizerSettings.learningRate:',
    ],
  ])('%s', (_, make, message) => {
    const bytes = make();
    const before = bytes.slice();
    expect(() => readProject(bytes)).toThrow(message);
    expect(() => readProject(bytes)).toThrow(FileError);
    expect(bytes).toEqual(before);
  });
});

describe('a hostile file of JSON parameters is refused with its reason', () => {
  const file = (parameters: string, version = '1', format = 'weightroom-parameters'): Uint8Array =>
    encodeUtf8(`{"format":"${format}","version":${version},"parameters":[${parameters}]}`);

  const held = (constraint: string, ties = '[]'): Uint8Array =>
    encodeUtf8(
      `{"format":"weightroom-parameters","version":1,"parameters":[{"name":"a","shape":[2],"values":[1,2],${constraint}}],"ties":${ties}}`,
    );

  test.each<[string, Uint8Array, string]>([
    [
      'an empty file',
      new Uint8Array(0),
      'The file is not JSON: it ends too early or is damaged. Choose a file that this app or another made.',
    ],
    [
      'bytes that are no text',
      Uint8Array.of(0xff),
      'The file is not text: byte 0 (0xff) is not UTF-8 text. Choose a JSON file of parameters.',
    ],
    ['other JSON', encodeUtf8('{"a":1}'), 'The file is not one of parameters: at format,'],
    ['another format', file('', '1', 'x'), 'The file is not one of parameters: at format,'],
    ['a newer version', file('', '2'), 'This file was made by version 2; this app reads up to 1. It was not changed.'],
    [
      'too few values',
      file('{"name":"a","shape":[2],"values":[1]}'),
      '"a" does not hold the values of its shape [2]. The file was not taken over.',
    ],
    [
      'a ragged table',
      file('{"name":"a","shape":[2,2],"values":[[1,2],[3]]}'),
      '"a" does not hold the values of its shape [2, 2]. The file was not taken over.',
    ],
    [
      'a word for a number',
      file('{"name":"a","shape":[1],"values":["1"]}'),
      'The file is not one of parameters: at parameters.0.values',
    ],
    [
      'a shape of 2^53',
      file('{"name":"a","shape":[9007199254740992],"values":[]}'),
      'The file is not one of parameters: at parameters.0.shape.0,',
    ],
    [
      'a name twice',
      file('{"name":"a","shape":[1],"values":[1]},{"name":"a","shape":[1],"values":[2]}'),
      'The file has "a" twice. It was not taken over.',
    ],
    [
      'frozen entries of another number than the values',
      held('"frozen":[1]'),
      '"a" does not hold the frozen entries of its shape [2]. The file was not taken over.',
    ],
    [
      'an entry that is half frozen',
      held('"frozen":[1,0.5]'),
      'The file is not one of parameters: at parameters.0.frozen',
    ],
    [
      'an end that is a word',
      held('"minimum":["low",null]'),
      'The file is not one of parameters: at parameters.0.minimum',
    ],
    [
      'a tie of one',
      held('"frozen":[1,0]', '[[{"parameter":"a","index":0,"sign":1}]]'),
      'The file is not one of parameters: at ties.0, a tie has at least two members',
    ],
    [
      'a prototype',
      encodeUtf8('{"__proto__":{"x":1}}'),
      'The file uses the reserved key "__proto__". It was not opened.',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => importers.json.read(bytes)).toThrow(message);
    expect(() => importers.json.read(bytes)).toThrow(FileError);
  });
});
