import type { PreparedData } from '../../data/data-settings.ts';
import type { NetworkDocument } from '../../document/document.ts';
import { locateParameter, parameterName, unitName } from '../../document/parameter-names.ts';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { exportedData, type ExportedUnit } from '../exported-data.ts';
import type { Exporter } from '../format.ts';
import { tensorsOf } from '../tensors-of.ts';

const HEADER = 'name,kind,from,to,row,column,value,frozen,minimum,maximum,tie,sign';

/**
 * One row per learnable number, for a spreadsheet; undrawn edges are left out. `frozen` is 1 where training leaves the
 * number as it is; an open end of its range is empty. Rows of the same number under `tie` are one parameter, with a `sign` of
 * -1 where it is the negative of the first. Below them stands how each scaled column of the data becomes the number that a unit
 * takes: less its offset, divided by its scale. See docs/parameter-files.md.
 */
export const csv: Exporter = {
  title: 'CSV',
  extension: 'csv',
  description: 'One row per parameter, for a spreadsheet.',
  write: (document, prepared) =>
    encodeUtf8([HEADER, ...rowsOf(document), ...scalingRows(document, prepared), ''].join('\r\n')),
};

function rowsOf(document: NetworkDocument): string[] {
  const ties = tieCells(document);
  const end = (value: number | undefined): number | '' => (value !== undefined && Number.isFinite(value) ? value : '');
  return tensorsOf(document).flatMap(({ id, shape, values }) => {
    const mask = document.connections[id.slice(0, id.lastIndexOf('.'))]?.mask ?? null;
    const columns = shape[1] ?? 1;
    return Array.from(values, (value, i): string | null => {
      if (mask && mask[i] === 0) return null;
      const place = locateParameter(document, id, i);
      if (!place) return null;
      const [from, to] =
        place.kind === 'weight'
          ? [unitName(place.source, place.sourceUnit), unitName(place.target, place.targetUnit)]
          : ['', place.kind === 'bias' ? unitName(place.layer, place.unit) : place.layer.name];
      const { frozen, minimum, maximum } = document.constraints[id] ?? {};
      const row = [
        ...[parameterName(document, id, i), place.kind, from, to, Math.floor(i / columns), i % columns, value],
        ...[frozen?.[i] ?? 0, end(minimum?.[i]), end(maximum?.[i]), ...(ties.get(`${id}:${i}`) ?? ['', ''])],
      ];
      return row.map((cell) => quote(String(cell))).join(',');
    }).filter((row) => row !== null);
  });
}

function scalingRows(document: NetworkDocument, prepared: PreparedData | null | undefined): string[] {
  const data = exportedData(document, prepared);
  const rows = (side: 'input' | 'target', units: readonly ExportedUnit[] = []): string[] =>
    units
      .filter(({ offset, scale }) => offset !== 0 || scale !== 1)
      .flatMap(({ unit, column, offset, scale }) => {
        const ends = side === 'input' ? ['', unit] : [unit, ''];
        return (['offset', 'scale'] as const).map((what) => {
          const value = what === 'offset' ? offset : scale;
          return [column, `${side} ${what}`, ...ends, '', '', value, '', '', '', '', ''].map((cell) =>
            quote(String(cell)),
          );
        });
      })
      .map((cells) => cells.join(','));
  return [...rows('input', data?.inputs), ...rows('target', data?.targets)];
}

/** Number of the tie, from 1, and the sign, of every tied entry. */
function tieCells({ ties }: NetworkDocument): Map<string, readonly [number, number]> {
  return new Map(
    Object.values(ties).flatMap(({ members }, i) =>
      members.map(({ id, index, sign }) => [`${id}:${index}`, [i + 1, sign]] as const),
    ),
  );
}

/** RFC 4180; and a leading sign that a spreadsheet would run as a formula is made text, but for numbers. */
function quote(cell: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
  const text = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
