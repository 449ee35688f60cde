/** The marks of examples: every class has a shape besides its colour; what is held out is hollow. */

/** Traces a shape around the origin, about as large as a disc of `radius`. */
type Shape = (context: CanvasRenderingContext2D, radius: number) => void;

const polygon =
  (...corners: readonly (readonly [number, number])[]): Shape =>
  (context, radius) => {
    for (const [x, y] of corners) context.lineTo(x * radius, y * radius);
    context.closePath();
  };

const shapes: readonly Shape[] = [
  (context, radius) => context.arc(0, 0, radius, 0, 2 * Math.PI),
  polygon([-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]),
  polygon([0, -1.15], [1.05, 0.75], [-1.05, 0.75]),
  polygon([0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]),
  polygon([0, 1.15], [1.05, -0.75], [-1.05, -0.75]),
  polygon([0, -1.1], [1.05, -0.34], [0.65, 0.9], [-0.65, 0.9], [-1.05, -0.34]),
  polygon([-1.1, -0.45], [1.1, -0.45], [1.1, 0.45], [-1.1, 0.45]),
];

export const MARK_NAMES = ['disc', 'square', 'triangle', 'diamond', 'triangle down', 'pentagon', 'bar'] as const;

export interface Mark {
  readonly shape: number;
  readonly colour: string;
  readonly isHeldOut: boolean;
}

export function drawMark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  { shape, colour, isHeldOut }: Mark,
  surface: string,
): void {
  context.save();
  context.translate(x, y);
  context.beginPath();
  shapes[shape % shapes.length]!(context, radius);
  if (isHeldOut) {
    context.fillStyle = surface;
    context.strokeStyle = colour;
    context.lineWidth = radius * 0.55;
  } else {
    context.fillStyle = colour;
    context.strokeStyle = surface;
    context.lineWidth = radius * 0.35;
  }
  context.fill();
  context.stroke();
  context.restore();
}
