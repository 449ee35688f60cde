import type { NetworkDocument } from '../../document/document.ts';
import { locateParameter, parameterName, unitName } from '../../document/parameter-names.ts';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import type { Exporter } from '../format.ts';
import { tensorsOf } from '../tensors-of.ts';

/** One row per learnable number, for a spreadsheet: `name,kind,from,to,row,column,value`. Undrawn edges are left out. */
export const csv: Exporter = {
  title: 'CSV',
  extension: 'csv',
  description: 'One row per parameter, for a spreadsheet.',
  write: (document) => encodeUtf8(['name,kind,from,to,row,column,value', ...rowsOf(document), ''].join('\r\n')),
};

function rowsOf(document: NetworkDocument): string[] {
  return tensorsOf(document).flatMap(({ id, shape, values }) => {
    const mask = document.connections[id.slice(0, id.lastIndexOf('.'))]?.mask ?? null;
    const columns = shape[1] ?? 1;
    return Array.from(values, (value, i): string | null => {
      if (mask && mask[i] === 0) return null;
      const place = locateParameter(document, id, i);
      if (!place) return null;
      const [from, to] =
        place.kind === 'bias'
          ? ['', unitName(place.layer, place.unit)]
          : [unitName(place.source, place.sourceUnit), unitName(place.target, place.targetUnit)];
      const row = [parameterName(document, id, i), place.kind, from, to, Math.floor(i / columns), i % columns, value];
      return row.map((cell) => quote(String(cell))).join(',');
    }).filter((row) => row !== null);
  });
}

/** RFC 4180; and a leading sign that a spreadsheet would run as a formula is made text, but for numbers. */
function quote(cell: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
  const text = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
