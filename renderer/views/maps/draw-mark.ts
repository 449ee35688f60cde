/** The marks of examples: every class has a shape besides its colour; what is held out is hollow. */

/** What a shape is traced with: a canvas, or whatever writes the path down. */
export interface Pen {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineTo: (x: number, y: number) => void;
  arc: (x: number, y: number, radius: number, from: number, to: number) => void;
  closePath: () => void;
}

/** Traces a shape around the origin, about as large as a disc of `radius`. */
type Shape = (pen: Pen, radius: number) => void;

const polygon =
  (...corners: readonly (readonly [number, number])[]): Shape =>
  (pen, radius) => {
    for (const [x, y] of corners) pen.lineTo(x * radius, y * radius);
    pen.closePath();
  };

const shapes: readonly Shape[] = [
  (pen, radius) => pen.arc(0, 0, radius, 0, 2 * Math.PI),
  polygon([-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]),
  polygon([0, -1.15], [1.05, 0.75], [-1.05, 0.75]),
  polygon([0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]),
  polygon([0, 1.15], [1.05, -0.75], [-1.05, -0.75]),
  polygon([0, -1.1], [1.05, -0.34], [0.65, 0.9], [-0.65, 0.9], [-1.05, -0.34]),
  polygon([-1.1, -0.45], [1.1, -0.45], [1.1, 0.45], [-1.1, 0.45]),
];

export interface Mark {
  readonly shape: number;
  readonly colour: string;
  readonly isHeldOut: boolean;
}

/** Traces a mark around the origin and sets what it is filled and stroked with. */
export function drawMark(pen: Pen, radius: number, { shape, colour, isHeldOut }: Mark, surface: string): void {
  shapes[shape % shapes.length]!(pen, radius);
  pen.fillStyle = isHeldOut ? surface : colour;
  pen.strokeStyle = isHeldOut ? colour : surface;
  pen.lineWidth = radius * (isHeldOut ? 0.55 : 0.35);
}

export function paintMark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  mark: Mark,
  surface: string,
): void {
  context.save();
  context.translate(x, y);
  context.beginPath();
  drawMark(context, radius, mark, surface);
  context.fill();
  context.stroke();
  context.restore();
}
