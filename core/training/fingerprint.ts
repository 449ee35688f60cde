import type { Table } from '../document/document.ts';
import { sha256 } from '../tensor/sha256.ts';
import { encodeUtf8 } from '../tensor/utf8.ts';

/**
 * SHA-256 of all parameters: for each, by ascending id, the id, a zero byte, its length and its values as little-endian
 * numbers. App and command line print the same one for the same run.
 */
export function fingerprint(parameters: Table<Float64Array>): string {
  const ids = Object.keys(parameters).sort();
  const names = ids.map((id) => encodeUtf8(id));
  const size = ids.reduce((sum, id, i) => sum + names[i]!.length + 5 + parameters[id]!.byteLength, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  ids.forEach((id, i) => {
    bytes.set(names[i]!, at);
    at += names[i]!.length + 1;
    const values = parameters[id]!;
    view.setUint32(at, values.length, true);
    at += 4;
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  });
  return sha256(bytes);
}
