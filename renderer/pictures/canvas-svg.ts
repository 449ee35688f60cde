/**
 * Writes down what is painted on a canvas as vectors, so that one way of painting gives both the window and the picture: paths,
 * rectangles and text stay such, and only what is an image becomes one.
 */
import { opaque } from './mark-svg.ts';
import { element, short, svgDocument } from './svg.ts';

/** What painting may ask of a canvas so that it can be written down. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'imageSmoothingEnabled'
  | 'save'
  | 'restore'
  | 'translate'
  | 'setTransform'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'rect'
  | 'roundRect'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'clip'
  | 'fillRect'
  | 'strokeRect'
  | 'clearRect'
  | 'fillText'
  | 'strokeText'
  | 'measureText'
  | 'setLineDash'
  | 'drawImage'
>;

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  shift: { readonly x: number; readonly y: number };
  clip: string | null;
}

const start: State = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  globalAlpha: 1,
  font: '12px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  dash: [],
  shift: { x: 0, y: 0 },
  clip: null,
};

export class SvgBrush {
  readonly elements: string[] = [];
  imageSmoothingEnabled = true;
  #state: State = { ...start };
  readonly #saved: State[] = [];
  #d = '';
  #clips = 0;
  readonly #measure: (text: string, font: string) => number;

  /** @param measure width of a text, which only a page knows */
  constructor(measure: (text: string, font: string) => number) {
    this.#measure = measure;
  }

  get fillStyle(): string {
    return this.#state.fillStyle;
  }
  set fillStyle(value: string) {
    this.#state.fillStyle = value;
  }
  get strokeStyle(): string {
    return this.#state.strokeStyle;
  }
  set strokeStyle(value: string) {
    this.#state.strokeStyle = value;
  }
  get lineWidth(): number {
    return this.#state.lineWidth;
  }
  set lineWidth(value: number) {
    this.#state.lineWidth = value;
  }
  get globalAlpha(): number {
    return this.#state.globalAlpha;
  }
  set globalAlpha(value: number) {
    this.#state.globalAlpha = value;
  }
  get font(): string {
    return this.#state.font;
  }
  set font(value: string) {
    this.#state.font = value;
  }
  get textAlign(): CanvasTextAlign {
    return this.#state.textAlign;
  }
  set textAlign(value: CanvasTextAlign) {
    this.#state.textAlign = value;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.#state.textBaseline;
  }
  set textBaseline(value: CanvasTextBaseline) {
    this.#state.textBaseline = value;
  }

  save(): void {
    this.#saved.push({ ...this.#state });
  }

  restore(): void {
    this.#state = this.#saved.pop() ?? { ...start };
  }

  translate(x: number, y: number): void {
    const { shift } = this.#state;
    this.#state.shift = { x: shift.x + x, y: shift.y + y };
  }

  /** Pictures are painted at one unit a pixel: what a canvas is scaled by for fine screens is left out. */
  setTransform(): void {
    this.#state.shift = { x: 0, y: 0 };
  }

  clearRect(): void {
    // There is nothing yet.
  }

  beginPath(): void {
    this.#d = '';
  }

  moveTo(x: number, y: number): void {
    this.#d += `M${this.#at(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#d += `${this.#d === '' || this.#d.endsWith('Z') ? 'M' : 'L'}${this.#at(x, y)}`;
  }

  closePath(): void {
    this.#d += 'Z';
  }

  /** Whole circles, and arcs clockwise. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const at = (angle: number): string => this.#at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const r = short(radius);
    const angle = to - from;
    const isWhole = Math.abs(angle) >= 2 * Math.PI - 1e-6 || Math.abs(angle) > 6.28;
    const begin = this.#d === '' || this.#d.endsWith('Z') || isWhole ? 'M' : 'L';
    const middle = isWhole ? from + Math.PI : from + angle / 2;
    const end = isWhole ? from + 2 * Math.PI : to;
    this.#d += `${begin}${at(from)}A${r} ${r} 0 0 1 ${at(middle)}A${r} ${r} 0 0 1 ${at(end)}${isWhole ? 'Z' : ''}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#d += `M${this.#at(x, y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  roundRect(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number | DOMPointInit | readonly unknown[] = 0,
  ): void {
    const r = typeof radius === 'number' ? Math.min(radius, width / 2, height / 2) : 0;
    const corner = (dx: number, dy: number): string => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`;
    const [across, down] = [short(width - 2 * r), short(height - 2 * r)];
    this.#d += `M${this.#at(x + r, y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h-${across}${corner(-r, -r)}v-${down}${corner(r, -r)}Z`;
  }

  fill(): void {
    if (this.#d !== '') this.#add('path', { d: this.#d, fill: opaque(this.fillStyle) });
  }

  stroke(): void {
    if (this.#d !== '') this.#add('path', { d: this.#d, fill: 'none', ...this.#line() });
  }

  clip(): void {
    const id = `clip-${++this.#clips}`;
    this.elements.push(element('clipPath', { id }, [element('path', { d: this.#d })]));
    this.#state.clip = id;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { ...this.#box(x, y, width, height), fill: opaque(this.fillStyle) });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { ...this.#box(x, y, width, height), fill: 'none', ...this.#line() });
  }

  fillText(text: string, x: number, y: number): void {
    this.#write(text, x, y, { fill: opaque(this.fillStyle) });
  }

  strokeText(text: string, x: number, y: number): void {
    this.#write(text, x, y, { fill: 'none', ...this.#line(), 'stroke-linejoin': 'round' });
  }

  measureText(text: string): TextMetrics {
    return { width: this.#measure(text, this.font) } as TextMetrics;
  }

  setLineDash(dash: Iterable<number>): void {
    this.#state.dash = [...dash];
  }

  /** Stretched to a box, as painting does it here. */
  drawImage(image: CanvasImageSource, x: number, y: number, width = 0, height = 0): void {
    const box = this.#box(x, y, width, height);
    this.#add('image', { ...box, preserveAspectRatio: 'none', href: dataUrlOf(image as OffscreenCanvas) });
  }

  #at(x: number, y: number): string {
    const { shift } = this.#state;
    return `${short(x + shift.x)} ${short(y + shift.y)}`;
  }

  #box(x: number, y: number, width: number, height: number) {
    const { shift } = this.#state;
    return { x: x + shift.x, y: y + shift.y, width, height };
  }

  #line() {
    const { strokeStyle, lineWidth, dash } = this.#state;
    return {
      stroke: opaque(strokeStyle),
      'stroke-width': lineWidth,
      'stroke-dasharray': dash.length > 0 ? dash.join(' ') : null,
    };
  }

  #write(text: string, x: number, y: number, style: Readonly<Record<string, string | number | null>>): void {
    const { font, textAlign, textBaseline } = this.#state;
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
    const down = { middle: 0.35, top: 0.82, hanging: 0.8 }[textBaseline as string] ?? 0;
    const anchor = { center: 'middle', right: 'end', end: 'end' }[textAlign as string] ?? null;
    const { x: left, y: top } = this.#box(x, y, 0, 0);
    this.#add(
      'text',
      {
        x: left,
        y: top + down * size,
        'font-size': size,
        'font-weight': /^(\d{3}) /.exec(font)?.[1] ?? null,
        'font-family': font.includes('Mono') ? 'JetBrains Mono, ui-monospace, monospace' : null,
        'text-anchor': anchor,
        ...style,
      },
      [escape(text)],
    );
  }

  #add(
    name: string,
    attributes: Readonly<Record<string, string | number | null>>,
    children: readonly string[] = [],
  ): void {
    const { globalAlpha, clip } = this.#state;
    const opacity = globalAlpha < 1 ? globalAlpha : null;
    const held = { ...attributes, opacity, 'clip-path': clip === null ? null : `url(#${clip})` };
    this.elements.push(element(name, held, children));
  }
}

const escape = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);

/** An off-screen canvas cannot say at once what is on it; one of the page can. */
function dataUrlOf(image: OffscreenCanvas): string {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')!.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png');
}

/** Lets `paint` paint a picture of this size, in light colours. */
export function paintedSvg(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  paint: (brush: Brush) => void,
): string {
  const context = document.createElement('canvas').getContext('2d')!;
  const brush = new SvgBrush((text, font) => {
    context.font = font;
    return context.measureText(text).width;
  });
  paint(brush as unknown as Brush);
  return svgDocument(width, height, title, brush.elements);
}
