/** Predicted against true as a scalable picture: a mark for each example, the diagonal on which everything is right. */
import { linearTicks } from './axis-ticks.ts';
import { framedSvg, type Axis } from './frame-svg.ts';
import { light } from './light-colours.ts';
import { markElement } from './mark-svg.ts';
import { element } from './svg.ts';

export interface PredictedPicture {
  readonly title: string;
  readonly predicted: Float64Array;
  readonly target: Float64Array;
  /** 1 where a row is held out. */
  readonly held: Uint8Array;
  readonly count: number;
  readonly range: { readonly from: number; readonly to: number };
}

const SIZE = 400;

export function predictedSvg({ title, predicted, target, held, count, range }: PredictedPicture): string {
  const { from, to } = range;
  const axis = (name: string): Axis => ({
    title: name,
    ticks: linearTicks(from, to),
    place: (value) => (value - from) / (to - from),
  });
  const [across, up] = [axis('true'), axis('predicted')];
  return framedSvg(title, { width: SIZE, height: SIZE, room: 40 }, across, up, ({ left, top, width, height }) => [
    element('line', {
      x1: left,
      y1: top + height,
      x2: left + width,
      y2: top,
      stroke: light.muted,
      'stroke-dasharray': '5 4',
    }),
    ...Array.from({ length: count }, (_, row) => {
      // What is beyond the frame stays at its edge, so that it is seen to be far off.
      const bounded = Math.max(from, Math.min(to, predicted[row]!));
      const mark = { shape: 0, colour: light.accent, isHeldOut: held[row] === 1 };
      return markElement(left + across.place(target[row]!) * width, top + (1 - up.place(bounded)) * height, 3.2, mark);
    }),
  ]);
}
