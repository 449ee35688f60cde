/** The knob's curve as a scalable picture: the loss as a function of one parameter, the tangent, the present value, the next one. */
import type { Profile } from '../../core/explain/loss-profile.ts';
import { curvePath } from '../inspector/profile-curve.ts';
import { formatNumber } from '../ui/number-format.ts';
import { linearTicks } from './axis-ticks.ts';
import { framedSvg, type Axis } from './frame-svg.ts';
import { light } from './light-colours.ts';
import { element, textElement } from './svg.ts';

export interface CurvePicture {
  readonly name: string;
  /** Values of the parameter, and the losses and slopes there. */
  readonly at: Float64Array;
  readonly profile: Profile;
  readonly value: number;
  readonly loss: number;
  readonly slope: number;
  /** Where the optimizer would put it; null where that is not known. */
  readonly next: number | null;
}

export function curveSvg({ name, at, profile, value, loss, slope, next }: CurvePicture): string {
  const known = profile.losses.filter(Number.isFinite);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = (most - least || Math.abs(most) || 1) * 0.08;
  const across = axis(name, at[0]!, at.at(-1)!);
  const up = axis('loss', least - margin, most + margin);
  return framedSvg(
    `Loss if only ${name} changed: now ${formatNumber(loss)}, slope ${formatNumber(slope)}`,
    { width: 520, height: 300, room: 40 },
    across,
    up,
    (area) => {
      const x = (parameter: number): number => area.left + across.place(parameter) * area.width;
      const y = (loss: number): number => area.top + (1 - up.place(loss)) * area.height;
      const reach = (at.at(-1)! - at[0]!) * 0.18;
      const bottom = area.top + area.height;
      const isNextSeen = next !== null && next >= at[0]! && next <= at.at(-1)!;
      return [
        element('clipPath', { id: 'curve-area' }, [
          element('rect', { x: area.left, y: area.top, width: area.width, height: area.height }),
        ]),
        element('g', { 'clip-path': 'url(#curve-area)', fill: 'none' }, [
          element('path', { d: curvePath(at, profile, x, y), stroke: light.text, 'stroke-width': 1.5 }),
          element('line', {
            ...{ x1: x(value - reach), y1: y(loss - slope * reach), x2: x(value + reach), y2: y(loss + slope * reach) },
            ...{ stroke: light.accent, 'stroke-width': 1.5, 'stroke-dasharray': '5 3' },
          }),
          element('line', {
            x1: x(value),
            x2: x(value),
            y1: y(loss),
            y2: bottom,
            stroke: light.muted,
            'stroke-dasharray': '1 3',
          }),
          ...(isNextSeen
            ? [element('line', { x1: x(next), x2: x(next), y1: area.top, y2: bottom, stroke: light.accent })]
            : []),
          element('circle', {
            cx: x(value),
            cy: y(loss),
            r: 5,
            fill: light.surface,
            stroke: light.text,
            'stroke-width': 2,
          }),
        ]),
        ...(isNextSeen
          ? [
              textElement(x(next) + 4, area.top + 9, "optimizer's next", {
                size: 11,
                fill: light.accent,
                halo: '#ffffff',
              }),
            ]
          : []),
      ];
    },
  );
}

const axis = (title: string, from: number, to: number): Axis => ({
  title,
  ticks: linearTicks(from, to),
  place: (value) => (value - from) / (to - from),
});
