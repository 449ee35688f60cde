/** The loss of a run as a scalable picture that needs no chart on screen: for films, and while another tab is shown. */
import { lossLines } from '../charts/loss-lines.ts';
import type { LossSeries } from '../charts/loss-series.ts';
import { formatNumber } from '../ui/number-format.ts';
import { light } from './light-colours.ts';
import { stepChartSvg } from './step-chart-svg.ts';

const COLUMNS = 600;

/**
 * @param upTo the last step drawn
 * @param end the last step that the axes have room for: the same for all pictures of a film
 */
export function lossSvg(
  name: string,
  series: LossSeries,
  upTo: number,
  isLogarithmic: boolean,
  { end = upTo, width = 640, height = 320 } = {},
): string {
  const plain = { series, others: [], smoothing: 0, shown: undefined, palette: light };
  const range = { from: 0, to: Math.max(1, end) };
  const linesUpTo = (last: number) => lossLines({ ...plain, upTo: last })(0, last, COLUMNS);
  return stepChartSvg({
    title: `Loss of ${name}`,
    quantity: 'loss',
    lines: linesUpTo(upTo).filter(({ points }) => points.x.length > 0),
    fit: linesUpTo(end),
    range,
    isLogarithmic,
    format: formatNumber,
    width,
    height,
  });
}
