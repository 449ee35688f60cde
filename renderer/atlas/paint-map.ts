/** Paints the ground: rectangles to scale, single parameters where they can be told apart, labels, and the scale. */
import type { Rect } from '../../core/atlas/layout.ts';
import { sharesOf, type GroupName, type TreeNode } from '../../core/atlas/tree.ts';
import type { Brush } from '../pictures/canvas-svg.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import { formatCount } from '../ui/number-format.ts';
import type { MapCamera } from './map-camera.svelte.ts';
import { LINE, placeLabels, type LabelWish } from './place-labels.ts';
import type { Exhibit, Placed } from './world.ts';

/** Below this many pixels a rectangle is filled whole, whatever is in it. */
const WHOLE = 7;
/** From this many pixels on, single parameters are drawn. */
const CELL = 7;
/** A rectangle whose parts are named too. */
const ROOM = { width: 130, height: 80 };
/** A model that is smaller on the screen gets a pin. */
const PIN = 26;

export interface MapStyle {
  readonly palette: Palette;
  readonly colours: Readonly<Record<GroupName, string>>;
  readonly selected: Placed | null;
  readonly hovered: Placed | null;
}

export function paintMap(
  context: Brush,
  camera: MapCamera,
  ratio: number,
  exhibits: readonly Exhibit[],
  style: MapStyle,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, camera.width, camera.height);
  const wishes: LabelWish[] = [];
  for (const { root } of exhibits) paintPlaced(context, camera, root, 0, style, wishes);
  for (const [i, exhibit] of exhibits.entries()) nameExhibit(context, camera, exhibit, i, style, wishes);
  for (const [placed, width] of [
    [style.hovered, 1],
    [style.selected, 2.5],
  ] as const) {
    if (!placed) continue;
    const seen = clip(camera.toScreen(placed.rect), camera);
    context.strokeStyle = style.palette.accent;
    context.lineWidth = width;
    if (seen) context.strokeRect(seen.x, seen.y, Math.max(2, seen.width), Math.max(2, seen.height));
  }
  paintLabels(context, wishes, style);
}

/** The part of a rectangle that is on the screen, with a margin so that cut edges stay out of sight. */
function clip({ x, y, width, height }: Rect, camera: MapCamera, margin = 4): Rect | null {
  const [left, top] = [Math.max(x, -margin), Math.max(y, -margin)];
  const [right, bottom] = [Math.min(x + width, camera.width + margin), Math.min(y + height, camera.height + margin)];
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

function paintPlaced(
  context: Brush,
  camera: MapCamera,
  placed: Placed,
  depth: number,
  style: MapStyle,
  wishes: LabelWish[],
  isNamed = true,
  parent?: Placed,
): void {
  const rect = camera.toScreen(placed.rect);
  const seen = clip(rect, camera);
  if (!seen) return;
  const { node } = placed;
  const isWhole = node.kind === 'tensor' || Math.min(rect.width, rect.height) < WHOLE;
  if (isWhole) {
    context.fillStyle = style.colours[mainGroup(node)];
    context.fillRect(seen.x, seen.y, seen.width, seen.height);
    if (node.kind === 'tensor') paintCells(context, camera, placed, rect, seen, style);
  } else {
    // Names of parts wait until the whole has room for its own.
    const areNamed = isNamed && rect.width >= ROOM.width && rect.height >= ROOM.height;
    for (const child of placed.children)
      paintPlaced(context, camera, child, depth + 1, style, wishes, areNamed, placed);
  }
  if (Math.min(rect.width, rect.height) < 3) return;
  context.strokeStyle = depth < 2 ? style.palette.text : style.palette.surface;
  context.globalAlpha = depth === 0 ? 0.9 : depth === 1 ? 0.5 : 0.8;
  context.lineWidth = depth === 0 ? 1.5 : 1;
  context.strokeRect(seen.x, seen.y, seen.width, seen.height);
  context.globalAlpha = 1;
  const area = clip(rect, camera, -6);
  if (isNamed && depth > 0 && area && area.width > 24 && area.height > LINE) {
    const inset = { x: area.x + 3, y: area.y + 2, width: area.width - 6, height: area.height - 4 };
    const count = formatCount(node.count);
    // `Layer 12` may be called 12 where there is no room.
    const variants = [[node.name, count], [node.name], [node.name.split(' ').at(-1) ?? node.name]];
    const isNumbered = /^\S+ \d+$/.test(node.name);
    wishes.push({ variants, area: inset, rank: depth, ...(isNumbered && parent ? { family: parent } : {}) });
  }
}

/** The group that most of it belongs to; remembered, since equal layers share their children. */
const mainGroups = new WeakMap<object, GroupName>();
function mainGroup(node: TreeNode): GroupName {
  if (node.kind === 'tensor') return node.group;
  let found = mainGroups.get(node.children);
  if (!found) mainGroups.set(node.children, (found = sharesOf(node)[0]!.group));
  return found;
}

/** One cell a parameter, each exactly one ground unit in area; rows and columns as the tensor has them. */
function paintCells(
  context: Brush,
  camera: MapCamera,
  { node, rect: ground }: Placed,
  rect: Rect,
  seen: Rect,
  { palette }: MapStyle,
): void {
  if (node.kind !== 'tensor' || camera.view.zoom < 2) return;
  const columns = node.shape.at(-1) ?? 1;
  const rows = node.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  if (rows * columns !== node.count) return;
  // Lying or standing, whichever makes the cells more like squares.
  const stretch = (across: number, down: number): number =>
    Math.abs(Math.log(ground.width / across / (ground.height / down)));
  const [across, down] = stretch(columns, rows) <= stretch(rows, columns) ? [columns, rows] : [rows, columns];
  const [stepX, stepY] = [rect.width / across, rect.height / down];
  if (Math.min(stepX, stepY) < CELL) return;
  context.beginPath();
  for (let i = Math.ceil((seen.x - rect.x) / stepX); rect.x + i * stepX <= seen.x + seen.width; i++) {
    context.moveTo(rect.x + i * stepX, seen.y);
    context.lineTo(rect.x + i * stepX, seen.y + seen.height);
  }
  for (let i = Math.ceil((seen.y - rect.y) / stepY); rect.y + i * stepY <= seen.y + seen.height; i++) {
    context.moveTo(seen.x, rect.y + i * stepY);
    context.lineTo(seen.x + seen.width, rect.y + i * stepY);
  }
  context.strokeStyle = palette.text;
  context.globalAlpha = 0.28;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** The model's name above it, or on a pin below when it is too small to be seen. */
function nameExhibit(
  context: Brush,
  camera: MapCamera,
  { title, isAbout, root }: Exhibit,
  order: number,
  { palette }: MapStyle,
  wishes: LabelWish[],
): void {
  const rect = camera.toScreen(root.rect);
  const count = `${isAbout ? 'about ' : ''}${formatCount(root.node.count)}`;
  const seen = clip(rect, camera, -6);
  if (Math.min(rect.width, rect.height) >= PIN) {
    if (!seen) return;
    const isAbove = rect.y > LINE + 12;
    const area = isAbove
      ? { x: seen.x, y: rect.y - LINE - 8, width: camera.width - seen.x - 6, height: LINE + 6 }
      : { x: seen.x + 3, y: seen.y + 2, width: seen.width - 6, height: seen.height - 4 };
    wishes.push({ variants: [[`${title}   ${count}`], [title]], area, rank: -1 + order * 0.01 });
    return;
  }
  const x = rect.x + rect.width / 2;
  const bottom = rect.y + rect.height;
  if (x < 0 || x > camera.width || bottom < 0 || bottom > camera.height - 2 * LINE) return;
  const y = bottom + 12;
  context.strokeStyle = palette.accent;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, bottom + 1);
  context.lineTo(x, y + 6);
  context.stroke();
  context.fillStyle = palette.accent;
  context.beginPath();
  context.arc(x, bottom + 2, 2.5, 0, 7);
  context.fill();
  const left = Math.max(4, Math.min(x + 3, camera.width - 236));
  const area = { x: left, y, width: camera.width - left - 6, height: Math.min(70, camera.height - y - 6) };
  wishes.push({ variants: [[`${title}   ${count}`], [title]], area, rank: -2 + order * 0.01 });
}

export const LABEL_FONT = '550 12px "Inter Variable", sans-serif';

function paintLabels(context: Brush, wishes: readonly LabelWish[], { palette }: MapStyle): void {
  context.textBaseline = 'top';
  context.font = LABEL_FONT;
  const widths = new Map<string, number>();
  const measure = (text: string): number => {
    let width = widths.get(text);
    if (width === undefined) widths.set(text, (width = context.measureText(text).width));
    return width;
  };
  for (const { lines, box } of placeLabels(wishes, measure)) {
    context.globalAlpha = 0.86;
    context.fillStyle = palette.surface;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height - 1, 4);
    context.fill();
    context.globalAlpha = 1;
    lines.forEach((line, i) => {
      context.fillStyle = i === 0 ? palette.text : palette.muted;
      context.fillText(line, box.x + 5, box.y + 3 + i * LINE);
    });
  }
}
