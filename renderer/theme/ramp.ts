/**
 * The one colour scale for values: orange below zero, neutral at zero, blue above, interpolated in OKLab so that equal
 * steps look equal. Sampled once per theme, since edges and unit faces are painted thousands of times a second.
 *
 * @see Björn Ottosson, "A perceptual color space for image processing", 2020
 */

type Triple = readonly [number, number, number];

const STEPS = 64;

function toLinear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function toSrgb(linear: number): number {
  const c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, c)));
}

function oklabOf(hex: string): Triple {
  const code = Number.parseInt(hex.replace('#', ''), 16);
  const r = toLinear(code >> 16);
  const g = toLinear((code >> 8) & 255);
  const b = toLinear(code & 255);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function rgbOf([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toSrgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toSrgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toSrgb(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const mix = (from: Triple, to: Triple, share: number): Triple => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

export class Ramp {
  readonly #css: string[] = [];
  /** Packed 0xAABBGGRR, for ImageData on a little-endian machine. */
  readonly #packed = new Uint32Array(2 * STEPS + 1);

  constructor(negative: string, zero: string, positive: string) {
    const ends = [oklabOf(negative), oklabOf(zero), oklabOf(positive)] as const;
    for (let i = -STEPS; i <= STEPS; i++) {
      const colour = rgbOf(mix(ends[1], i < 0 ? ends[0] : ends[2], Math.abs(i) / STEPS));
      this.#css.push(`rgb(${colour[0]} ${colour[1]} ${colour[2]})`);
      this.#packed[i + STEPS] = (255 << 24) | (colour[2] << 16) | (colour[1] << 8) | colour[0];
    }
  }

  /** @param value -1 .. 1 of the scale; beyond is clamped */
  css(value: number): string {
    return this.#css[this.#index(value)]!;
  }

  packed(value: number): number {
    return this.#packed[this.#index(value)]!;
  }

  #index(value: number): number {
    const bounded = Number.isNaN(value) ? 0 : Math.min(1, Math.max(-1, value));
    return Math.round(bounded * STEPS) + STEPS;
  }
}
