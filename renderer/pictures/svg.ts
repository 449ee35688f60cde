/** Scalable pictures as text: elements with escaped attributes, numbers short and the same every time. */

export type Attributes = Readonly<Record<string, string | number | null>>;

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);

/** At most two decimals: a hundredth of a pixel is never seen. */
export const short = (value: number): string => String(Math.round(value * 100) / 100 || 0);

/** @param attributes null leaves one out @param children text of a `text` element is escaped by `textElement` */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escape(value!)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

export interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Drawn behind the letters, so that they can be read over lines. */
  readonly halo?: string;
}

/** Text as text, its middle line at `y`. */
export function textElement(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { size = 12, weight = 450, fill = '#1b1c1e', anchor = 'start', halo } = style;
  return element(
    'text',
    {
      x,
      y: y + size * 0.35,
      'font-size': size,
      'font-weight': weight,
      fill,
      'text-anchor': anchor === 'start' ? null : anchor,
      stroke: halo ?? null,
      'stroke-width': halo ? 4 : null,
      'stroke-linejoin': halo ? 'round' : null,
      'paint-order': halo ? 'stroke' : null,
    },
    [escape(text)],
  );
}

/** @param title what a screen reader says of the picture */
export function svgDocument(width: number, height: number, title: string, children: readonly string[]): string {
  return [
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width,
        height,
        viewBox: `0 0 ${short(width)} ${short(height)}`,
        role: 'img',
        'font-family': 'Inter, system-ui, sans-serif',
      },
      [
        `\n${element('title', {}, [escape(title)])}\n`,
        element('rect', { width, height, fill: '#ffffff' }),
        ...children.map((child) => `\n${child}`),
        '\n',
      ],
    ),
    '\n',
  ].join('');
}

/** A whole picture as a part of another one, as large as it fits into a box. */
export function nestedSvg(
  picture: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): string {
  const root = /^<svg ([^>]*)width="[^"]*" height="[^"]*"/.exec(picture);
  if (!root) throw new Error('internal: a picture does not begin with its size');
  const { x, y, width, height } = box;
  const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
  return `<svg ${root[1]}${place}${picture.slice(root[0].length)}`;
}
