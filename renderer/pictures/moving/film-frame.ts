/** One picture of a film: the network of a step, its loss so far, and what it says about its inputs. */
import { formatCount, formatNumber } from '../../ui/number-format.ts';
import { light } from '../light-colours.ts';
import { nestedSvg, svgDocument, textElement } from '../svg.ts';
import type { FilmSize } from './film-format.ts';

export interface FilmFrame {
  readonly name: string;
  readonly step: number;
  readonly loss: number;
  /** Whole pictures. */
  readonly network: string;
  readonly chart: string;
  /** null where there is none. */
  readonly map: string | null;
}

const HEAD = 44;
const GAP = 12;

/** @returns the text of an SVG file of this size */
export function filmFrameSvg({ width, height }: FilmSize, frame: FilmFrame): string {
  const { name, step, loss, network, chart, map } = frame;
  const inner = height - HEAD - GAP;
  const left = Math.round((width - 3 * GAP) * 0.56);
  const right = { x: left + 2 * GAP, width: width - left - 3 * GAP };
  const chartHeight = map ? Math.round(inner * 0.4) : inner;
  const told = Number.isFinite(loss) ? `   loss ${formatNumber(loss)}` : '';
  return svgDocument(width, height, `${name} at step ${step}`, [
    textElement(GAP + 4, HEAD / 2 + 2, name, { size: 16, weight: 600 }),
    textElement(width - GAP - 4, HEAD / 2 + 2, `step ${formatCount(step)}${told}`, {
      size: 15,
      weight: 550,
      anchor: 'end',
      fill: light.muted,
    }),
    nestedSvg(network, { x: GAP, y: HEAD, width: left, height: inner }),
    nestedSvg(chart, { ...right, y: HEAD, height: chartHeight }),
    ...(map ? [nestedSvg(map, { ...right, y: HEAD + chartHeight + GAP, height: inner - chartHeight - GAP })] : []),
  ]);
}
